import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canonicalJson, sha256 } from "../canonical.ts";
import { runFolder } from "../run/deskRun.ts";
import { readSecretKey, type SecretKey, secretKeyText } from "../sign/secretKey.ts";
import { signatureText } from "../sign/signature.ts";
import { FIRST, lineDigest, type Role, type SignoffEntry, signoffLine } from "../sign/signoffEntry.ts";
import { signatureChecks, signatureChecksIn, signatureOf, signoffOf } from "./signatureChecks.ts";

const keyOf = (n: number): SecretKey =>
  readSecretKey(secretKeyText({ id: Buffer.alloc(8, n), seed: Buffer.alloc(32, n), salt: Buffer.alloc(32) }, null), "", "key");
const [risk, owner] = [keyOf(1), keyOf(2)];
const PAGE = "a report";

function entry(more: Partial<SignoffEntry>): SignoffEntry {
  return {
    schema: "earnest/signoff/1",
    seq: 1,
    report: { name: "report.html", sha256: sha256(PAGE), answer: "One may move up." },
    previous: FIRST,
    role: "risk",
    decision: "approve",
    by: "Kim Lee",
    note: null,
    conditions: [],
    nextReview: null,
    at: "2026-11-21T10:00:00.000Z",
    publicKey: risk.publicKey.base64,
    ...more,
  };
}

function chain(...decisions: readonly (Partial<SignoffEntry> & { readonly key?: SecretKey })[]): string {
  let [text, previous] = ["", FIRST];
  for (const [i, { key = risk, ...more }] of decisions.entries()) {
    const line = signoffLine(entry({ ...more, seq: i + 1, previous, publicKey: key.publicKey.base64 }), key);
    text += `${line}\n`;
    previous = lineDigest(line);
  }
  return text;
}

function beside(signoff?: string) {
  const folder = runFolder();
  const report = join(folder.path, "report.html");
  writeFileSync(report, PAGE);
  if (signoff !== undefined) writeFileSync(signoffOf(report), signoff);
  return Object.assign(folder, { report });
}

const vouched = (key: SecretKey, role: Role | null = null) => ({ key: key.publicKey, role });
const NOW = { began: null, now: "2026-12-01T00:00:00.000Z" };
const all = { keys: [vouched(risk), vouched(owner)], ...NOW };

test("a reject is shown however many approvals follow it, and what is not shown is counted", () => {
  const approvals = Array.from({ length: 30 }, () => ({}));
  using one = beside(chain({ decision: "reject" }, ...approvals, { role: "owner", key: owner, nextReview: "2026-11-30" }));
  const [, check] = signatureChecks(one.report, all);
  const details = check?.details?.join("\n") ?? "";
  expect(check?.state).toBe("holds");
  expect(details).toMatch(/^risk: reject, .*the same key decided again later/);
  expect(details).toContain("29 decisions are not shown here, no reject among them");
  expect(details).toContain("next review 2026-11-30, which has passed");
  expect(details).toContain("cannot be seen without --signoff-head");
  using many = beside(chain(...Array.from({ length: 40 }, () => ({ decision: "reject" as const }))));
  const most = signatureChecks(many.report, all)[1]?.details ?? [];
  expect(most.length).toBeLessThanOrEqual(20);
  expect(most.join("\n")).toMatch(/2\d decisions are not shown here, 2\d rejects among them/);
});

test("a key that is vouched for in one role speaks in no other, and one key in two roles is two people nowhere", () => {
  using two = beside(chain({ role: "risk" }, { role: "owner" }));
  const state = (...keys: (typeof all)["keys"]) => signatureChecks(two.report, { ...NOW, keys })[1];
  expect(state(vouched(risk))).toMatchObject({ state: "unknown" });
  expect(state(vouched(risk, "risk"))?.details?.join("\n")).toContain("which --pubkey vouches for as risk alone");
  expect(state(vouched(risk, "risk"), vouched(risk, "owner"))?.state).toBe("holds");
});

test("what is missing beside a report is said: a signature, decisions, or the report itself", () => {
  using bare = beside();
  expect(signatureChecks(bare.report, { keys: [], ...NOW })).toEqual([]);
  expect(signatureChecks(bare.report, all)).toMatchObject([{ state: "unknown" }]);
  writeFileSync(signatureOf(bare.report), signatureText(Buffer.from(PAGE), risk, "own"));
  expect(signatureChecks(bare.report, all)).toMatchObject([{ state: "holds" }, { what: "signoff", state: "absent" }]);
  writeFileSync(signoffOf(bare.report), chain({}));
  rmSync(signatureOf(bare.report));
  expect(signatureChecksIn(bare.path, all)).toMatchObject([{ what: "signature", state: "absent" }, { state: "holds" }]);
  rmSync(bare.report);
  expect(signatureChecksIn(bare.path, { keys: [], ...NOW })).toMatchObject([{ state: "broken" }]);
  rmSync(signoffOf(bare.report));
  expect(signatureChecksIn(bare.path, { keys: [], ...NOW })).toEqual([]);
  expect(signatureChecksIn(bare.path, { keys: [], head: "0".repeat(16), ...NOW })).toMatchObject([{ state: "broken" }]);
});

test("every page of a folder that something signed lies beside is checked, and a head is that of one of them", () => {
  using both = beside(chain({}));
  const json = join(both.path, "report.json");
  writeFileSync(json, PAGE);
  writeFileSync(signoffOf(json), chain({ decision: "reject" }));
  const states = (head?: string) => signatureChecksIn(both.path, { ...all, head }).map(({ state }) => state);
  const head = lineDigest(chain({ decision: "reject" }).trimEnd());
  expect(states()).toEqual(["absent", "holds", "absent", "holds"]);
  expect(states(head)).toEqual(states());
  expect(states("0".repeat(16))).toEqual(["absent", "broken", "absent", "broken"]);
});

test("what is no plain file beside a report is told, and not waited for", () => {
  using odd = beside();
  mkdirSync(signatureOf(odd.report));
  symlinkSync(join(odd.path, "elsewhere"), signoffOf(odd.report));
  expect(signatureChecks(odd.report, all)).toMatchObject([
    { state: "broken", says: "the signature of the report is no plain file" },
    { state: "broken", says: "the sign-off is no plain file" },
  ]);
});

test("an entry about a page that says something else is told", () => {
  const page = { schema: "earnest/judgement/6", runs: [], headline: "None may.", suite: { digest: "d" }, types: [] };
  using other = beside();
  const text = canonicalJson(page);
  writeFileSync(other.report, text);
  writeFileSync(signoffOf(other.report), chain({ report: { name: "r", sha256: sha256(text), answer: "All may." } }));
  expect(signatureChecks(other.report, all)[1]?.details?.[0]).toContain("recommends “All may.”, and it does not");
});
