import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Done, earnest, root } from "./earnestProcess.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "sign-")));
afterAll(() => rmSync(join(root, folder), { recursive: true }));
const at = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(join(root, name), "utf8");
const said = ({ stdout, stderr }: Done) => `${stdout}${stderr}`.replaceAll(/\s+/g, " ");
const report = join(folder, "kept", "run", "report.html");
const sidecar = `${report}.signoff.jsonl`;

const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, rows } from "earnest";
const cases = Array.from({ length: 10 }, (_, i) => ({
  raw: { id: "case-" + i, input: i, decisions: [{ actions: [{ type: "close" }] }] }, where: { file: "memory", line: i + 1 },
}));
const propose = () => ({ kind: "act", actions: [{ type: "close", params: {} }] });
export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", cases) }, agent: inProcess({ name: "clerk", version: "1", propose }),
  actions: { close: { at: "L1", ask: "L2", climb: [agreementAtLeast(Number(process.env.FLOOR ?? 0.9))] } } });
`;

beforeAll(async () => {
  writeFileSync(join(root, at("suite.mjs")), SUITE);
  expect(await earnest(["run", at("suite.mjs"), "--run-dir", at("kept/run"), "-q"])).toMatchObject({ code: 0 });
  for (const name of ["risk", "owner"])
    expect(await earnest(["sign", "--new-key", at(`${name}.key`), "--no-password"])).toMatchObject({ code: 0 });
});

const sign = (...more: string[]) => earnest(["sign", report, "--key", at("risk.key"), ...more]);

test("new keys are the holder's alone, are never printed nor written over, and a key that others can read is refused", async () => {
  expect(statSync(join(root, at("risk.key"))).mode & 0o777).toBe(0o600);
  const secret = read(at("risk.key"));
  const again = await earnest(["sign", "--new-key", at("risk.key"), "--no-password"]);
  expect([again.code, read(at("risk.key"))]).toEqual([2, secret]);
  copyFileSync(join(root, at("risk.key")), join(root, at("open.key")));
  chmodSync(join(root, at("open.key")), 0o640);
  const refused = await earnest(["sign", report, "--key", at("open.key")]);
  expect(refused.code).toBe(2);
  expect(said(refused)).toMatch(
    /others than its holder may read this key or write it \(mode 640\) next Keep it to yourself with chmod 600/,
  );
  expect(said(again) + said(refused)).not.toContain(secret.split("\n")[1]);
});

test("a key made with a password signs with it from a file, and with no other; without a terminal it is not waited for", async () => {
  for (const [name, text] of [
    ["right", "trial pass\n"],
    ["wrong", "trial\n"],
  ] as const)
    writeFileSync(join(root, at(name)), text);
  copyFileSync(join(root, "harness/sign/testing/encrypted.key"), join(root, at("locked.key")));
  chmodSync(join(root, at("locked.key")), 0o600);
  const with_ = (...more: string[]) => earnest(["sign", at("suite.mjs"), "--key", at("locked.key"), ...more]);
  const [wrong, none, right] = [
    await with_("--password-file", at("wrong")),
    await with_(),
    await with_("--password-file", at("right")),
  ];
  expect([wrong.code, none.code, right.code]).toEqual([2, 2, 0]);
  expect(said(none)).toContain("the key takes a password, and there is no terminal to ask for it");
  expect(read(`${at("suite.mjs")}.minisig`)).toMatch(/\ntrusted comment: timestamp:\d+\tfile:suite\.mjs\thashed\n/);
});

test("a signed report is checked against the keys that somebody vouches for", async () => {
  const before = read(report);
  expect((await sign()).code).toBe(0);
  expect((await sign()).code).toBe(2);
  expect(read(report)).toBe(before);
  const [vouched, stranger, nobody] = await Promise.all([
    earnest(["verify", report, "--pubkey", at("risk.pub")]),
    earnest(["verify", at("kept/run"), "--pubkey", at("owner.pub")]),
    earnest(["verify", report]),
  ]);
  expect([vouched.code, stranger.code, nobody.code]).toEqual([0, 3, 3]);
  expect(said(vouched)).toMatch(
    /ok the report is what key [0-9A-F]{16} signed, with the comment “timestamp:\d+ file:report.html hashed”/,
  );
  expect(said(nobody)).toMatch(/\? the report is signed with key [0-9A-F]{16}, which nobody vouched for here/);
  const signature = read(`${report}.minisig`);
  writeFileSync(join(root, `${report}.minisig`), signature.replace("hashed", "approved"));
  const altered = await earnest(["verify", report, "--pubkey", at("risk.pub")]);
  expect(altered.code).toBe(4);
  expect(said(altered)).toMatch(/FAIL the comment “.*approved” is not the one that key/);
  rmSync(join(root, `${report}.minisig`));
  const gone = await earnest(["verify", report, "--pubkey", at("risk.pub")]);
  expect([gone.code, said(gone)]).toEqual([3, expect.stringContaining("? nothing beside the report is signed")]);
});

test("decisions are added one by one, about a report whose answer is not promote too, and what is done to them is named", async () => {
  const before = read(report);
  const decide = (name: string, role: string, ...more: string[]) =>
    earnest(["sign", report, "--key", at(`${name}.key`), "--role", role, "--by", "Kim \u202eLee", ...more]);
  const refused = await Promise.all([
    decide("risk", "risk"),
    decide("risk", "risk", "--decision", "conditions"),
    decide("risk", "risk", "--decision", "approve", "--next-review", "2020-01-01"),
    decide("risk", "risk", "--decision", "approve", "--next-review", "2027-02-30"),
    sign("--decision", "approve"),
  ]);
  expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
  expect(existsSync(join(root, sidecar))).toBe(false);
  const first = await decide(
    "risk",
    "risk",
    "--decision",
    "conditions",
    "--condition",
    "watch it for a week",
    "--next-review",
    "2099-02-01",
  );
  expect(said(first)).toMatch(/entry 1: risk, conditions, signed with key \S+ The report says: “close” may not move up yet/);
  const second = await decide("owner", "owner", "--decision", "reject", "--note", "not this version");
  const head = /--signoff-head ([0-9a-f]{16})/.exec(second.stdout)?.[1] as string;
  expect(read(report)).toBe(before);
  const keys = ["--pubkey", at("risk.pub"), "--pubkey", at("owner.pub"), "--signoff-head", head];
  const [holds, half] = await Promise.all([
    earnest(["verify", report, ...keys]),
    earnest(["verify", report, ...keys.slice(0, 2)]),
  ]);
  expect([holds.code, half.code]).toEqual([0, 3]);
  expect(said(holds)).toMatch(
    /risk: conditions, by “Kim U\+202ELee”, \d{4}-\d\d-\d\d; on 1 condition \(watch it for a week\); next review 2099-02-01/,
  );
  expect(said(holds)).toContain("not decided by: operations");
  expect(said(half)).toMatch(/owner: reject.*which nobody vouched for here/);
  const whole = read(sidecar);
  const [one = "", two = ""] = whole.split("\n");
  for (const [text, says] of [
    [`${two}\n`, /entry 2 stands at place 1: an entry was removed/],
    [`${one}\n`, /no entry has the head that was kept/],
    [`${one}\n${two.replace('"reject"', '"approve"')}\n`, /line 2 holds entry 2, which was altered/],
  ] as const) {
    writeFileSync(join(root, sidecar), text);
    const done = await earnest(["verify", report, ...keys]);
    expect(done.code).toBe(4);
    expect(said(done)).toMatch(says);
  }
  const added = await decide("risk", "operations", "--decision", "approve");
  expect([added.code, said(added)]).toEqual([4, expect.stringContaining("so none is added to them")]);
  writeFileSync(join(root, sidecar), whole);
  writeFileSync(join(root, report), `${before} `);
  const foreign = await earnest(["verify", report, ...keys]);
  expect([foreign.code, said(foreign)]).toEqual([
    4,
    expect.stringContaining("entry 1 is about another file: report.html, sha-256"),
  ]);
  writeFileSync(join(root, report), before);
  rmSync(join(root, sidecar));
});

test("a report that was changed is signed by nobody; of one whose run is elsewhere it is said that nothing was checked", async () => {
  const edited = join(folder, "kept", "run", "edited.html");
  writeFileSync(join(root, edited), read(report).replace("</h1>", " Or so.</h1>"));
  const away = mkdtempSync(join(tmpdir(), "earnest-sign-"));
  copyFileSync(join(root, report), join(away, "report.html"));
  const [refused, unchecked] = await Promise.all(
    [edited, join(away, "report.html")].map((file) => earnest(["sign", file, "--key", at("risk.key")])),
  );
  const pub = await earnest(["sign", report, "--key", at("risk.pub")]);
  expect([refused?.code, unchecked?.code, pub.code]).toEqual([4, 0, 2]);
  expect(said(pub)).toContain("this is a public key, and it takes the secret one to sign");
  expect(said(refused as Done)).toMatch(/the report does not hold, so it is not signed .* Or so/);
  expect(existsSync(join(root, `${edited}.minisig`))).toBe(false);
  expect(unchecked?.stderr).toMatch(/Not checked before it is signed: the report was drawn from a run that is not here/);
  rmSync(away, { recursive: true });
  rmSync(join(root, edited));
});

test("a report by a gate that was loosened after its run began is signed by nobody, drawn anew or not", async () => {
  const loose = { FLOOR: "0.1" };
  const drawn = join(folder, "kept", "run", "loosened.html");
  expect((await earnest(["report", at("kept/run"), "-o", drawn], loose)).code).toBe(0);
  const done = await Promise.all([report, drawn].map((file) => earnest(["sign", file, "--key", at("risk.key")], loose)));
  for (const refused of done) {
    expect(refused.code).toBe(4);
    expect(said(refused)).toContain("the gate was loosened after the run began, in 1 way");
    expect(said(refused)).toContain("agreementAtLeast (floor 0.9), and is agreementAtLeast (floor 0.1) now");
  }
  expect(existsSync(join(root, `${report}.minisig`)) || existsSync(join(root, `${drawn}.minisig`))).toBe(false);
});

test("what a killed process left behind stops no decision, a link that leads nowhere is not written through, and no password ends in words", async () => {
  const decide = (...more: string[]) => sign("--role", "risk", "--decision", "approve", "--by", "Kim Lee", ...more);
  const locked = { pid: 999_999_999, host: hostname(), boot: "gone", began: "0" };
  writeFileSync(join(root, at("kept/run"), "lock-1"), JSON.stringify(locked));
  writeFileSync(join(root, `${sidecar}.lock`), "");
  expect((await decide()).code).toBe(0);
  rmSync(join(root, sidecar));
  symlinkSync(join(root, at("nowhere")), join(root, sidecar));
  const [linked, nameless] = [await decide(), await sign("--password-file", "/nope", "--key", at("locked.key"))];
  expect([linked.code, nameless.code]).toEqual([4, 2]);
  expect(said(linked)).toContain("the file of decisions is no plain file");
  expect(said(nameless)).toContain("the password cannot be read");
  expect(existsSync(join(root, at("nowhere")))).toBe(false);
  rmSync(join(root, sidecar));
});

/** Named at a distance: the tests do without it. */
const PROGRAM = "minisign";
const installed = spawnSync(PROGRAM, ["-v"]).error === undefined;

test.skipIf(!installed)("minisign takes what earnest sign wrote", async () => {
  await sign("--output", at("for-minisign.minisig"));
  const how = { cwd: root, encoding: "utf8" } as const;
  const done = spawnSync(PROGRAM, ["-Vm", report, "-x", at("for-minisign.minisig"), "-p", at("risk.pub")], how);
  expect([done.status, done.stdout]).toEqual([0, expect.stringContaining("Signature and comment signature verified")]);
});
