import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Ledger } from "../ledger/ledger.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { type DeskCase, deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { judge } from "../run/judge.ts";
import { rechain } from "./rechain.ts";
import { verifyPages } from "./verifyPages.ts";
import { type RunCheck, verifyRun } from "./verifyRun.ts";

const cases: readonly DeskCase[] = Array.from({ length: 40 }, (_, i) => ({
  id: `case-${i}`,
  cluster: `cluster-${i % 25}`,
  decided: ["close"],
  proposed: [i % 9 === 0 ? "keep" : "close"],
}));
const suite = deskSuite({ cases, actions: { close: { at: "L3", ask: "L4" } } });

async function aRun() {
  const folder = runFolder();
  await runInto(folder.path, suite);
  return folder;
}

const rewrite = (dir: string, change: (rows: readonly LedgerRow[]) => readonly unknown[]) =>
  rechain(join(dir, "journal"), (rows) => change(rows as readonly LedgerRow[]));
const of = (checks: readonly RunCheck[], what: RunCheck["what"]) => checks.find((check) => check.what === what);

test("a run as it was written holds, and names the head to be kept elsewhere", async () => {
  using run = await aRun();
  const { checks, head } = await verifyRun(run.path);
  expect(checks.map(({ what, state }) => `${what} ${state}`)).toEqual([
    "ledger holds",
    "order holds",
    "dataset holds",
    "manifest holds",
  ]);
  expect(of(checks, "ledger")?.says).toContain(`40 of 40 cases; head ${head.slice(0, 16)}`);
  expect(of((await verifyRun(run.path, head.slice(0, 12))).checks, "head")?.state).toBe("holds");
});

test("a changed byte is found by the chain, with its line", async () => {
  using run = await aRun();
  const file = join(run.path, "journal", "000001.jsonl");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace('"keep"', '"kept"'));
  await expect(verifyRun(run.path)).rejects.toThrow(
    expect.objectContaining({ code: "LEDGER_CORRUPT", where: { file, line: expect.any(Number) } }),
  );
});

test("cases moved in a ledger that was chained anew are found by the seed, and by the head that was kept", async () => {
  using run = await aRun();
  const { head } = await verifyRun(run.path);
  const swap = (seq: number) => (seq === 3 ? 31 : seq === 31 ? 3 : seq);
  rewrite(run.path, (rows) => rows.map((row) => (row.kind === "case" ? { ...row, seq: swap(row.seq) } : row)));
  const { checks } = await verifyRun(run.path, head);
  expect(of(checks, "ledger")?.state).toBe("holds");
  expect(of(checks, "order")).toMatchObject({
    state: "broken",
    says: expect.stringMatching(/^case case-\d+ stands at place \d+, where/),
  });
  expect(of(checks, "head")).toMatchObject({ state: "broken" });
});

test("decisions changed in a ledger that was chained anew are found by the digest that it began with", async () => {
  using run = await aRun();
  rewrite(run.path, (rows) =>
    rows.map((row) =>
      row.kind === "case" && row.seq === 7
        ? { ...row, case: { ...row.case, decisions: [{ actions: [{ type: "keep", params: {} }] }] } }
        : row,
    ),
  );
  const { checks } = await verifyRun(run.path);
  expect(of(checks, "order")?.state).toBe("holds");
  expect(of(checks, "dataset")).toMatchObject({ state: "broken", says: expect.stringContaining("what people decided") });
});

test("cases of a run that asked about a part of its dataset are checked; those of an older run cannot be", async () => {
  using run = runFolder();
  await runInto(run.path, suite, { limit: 12 });
  expect(of((await verifyRun(run.path)).checks, "dataset")?.state).toBe("holds");
  rewrite(run.path, (rows) =>
    rows.map((row) => {
      if (row.kind !== "run") return row;
      const { orderDigest: _, ...dataset } = row.run.dataset;
      return { ...row, run: { ...row.run, dataset } };
    }),
  );
  expect(of((await verifyRun(run.path)).checks, "dataset")?.state).toBe("absent");
});

test.each([
  ["wall.mechanism", { wall: { isolation: "I3", canary: [{ route: "x", blocked: true, saw: "", ms: 1 }] } }],
  ["agent", { agent: null }],
  ["asked.cases", { asked: { selected: 40, cases: -1 } }],
  ["startedAt", { startedAt: 7 }],
])("a header that has not its shape is refused, at %s", async (at, change) => {
  using run = await aRun();
  rewrite(run.path, (rows) => rows.map((row) => (row.kind === "run" ? { ...row, run: { ...row.run, ...change } } : row)));
  const refusal = expect.objectContaining({ code: "LEDGER_CORRUPT", message: expect.stringContaining(`at ${at}`) });
  await expect(verifyRun(run.path)).rejects.toThrow(refusal);
  expect(() => judge(suite, run.path)).toThrow(refusal);
});

test("a ledger that went on from the head that was kept is the same ledger", async () => {
  using run = await aRun();
  const { head } = await verifyRun(run.path);
  const { ledger } = await Ledger.reopen(join(run.path, "journal"), () => undefined);
  await ledger.append({ kind: "resume", at: "2026-11-01T00:00:00Z", torn: 0, retry: 0 });
  await ledger.close();
  expect(of((await verifyRun(run.path, head)).checks, "head")).toMatchObject({
    state: "holds",
    says: "the ledger went on from the head that was kept, with 1 more record",
  });
});

test("cases that arrived in any order, and a part of them, stand in the order of the seed", async () => {
  using run = await aRun();
  rewrite(run.path, (rows) => [
    ...rows.filter(({ kind }) => kind !== "case" && kind !== "end"),
    ...rows.filter((row) => row.kind === "case" && row.seq % 3 !== 0).reverse(),
  ]);
  const { checks } = await verifyRun(run.path);
  expect(of(checks, "order")?.state).toBe("holds");
  expect(of(checks, "dataset")).toMatchObject({ state: "unknown", says: expect.stringContaining("26 of 40 cases on record") });
  expect(of(checks, "ledger")?.says).toMatch(/26 of 40 cases; .*cut off before its end/);
});

test("a manifest that says something else is found, by the member", async () => {
  using run = await aRun();
  const file = join(run.path, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { agent: object };
  writeFileSync(file, JSON.stringify({ ...manifest, agent: { ...manifest.agent, isolation: "I3" } }));
  expect(of((await verifyRun(run.path)).checks, "manifest")).toMatchObject({
    state: "broken",
    says: 'manifest.json says agent.isolation is "I3", and the ledger "I0"',
  });
  rmSync(file);
  expect(of((await verifyRun(run.path)).checks, "manifest")?.state).toBe("absent");
});

test("pages are what the ledger gives, or the first member that is not is named", async () => {
  using run = await aRun();
  const drawn = () => `${JSON.stringify(judge(suite, run.path).judgement, null, 2)}\n`;
  const check = (rules = suite.digest, runs = ["run-1"]) =>
    verifyPages(run.path, { "report.json": drawn, "summary.md": () => "a\nb\n" }, { rules, runs, named: [], files: [] });
  expect(check()).toMatchObject([{ state: "absent" }]);
  const file = join(run.path, "report.json");
  const text = drawn();
  writeFileSync(file, text);
  writeFileSync(join(run.path, "summary.md"), "a\nB\n");
  expect(check()).toMatchObject([{ state: "holds" }, { state: "broken", says: expect.stringContaining("from line 2 on") }]);
  writeFileSync(file, text.replace('"verdict": "insufficient"', '"verdict": "promote"'));
  expect(check()[0]).toMatchObject({
    state: "broken",
    says: 'report.json is not what the ledger gives: types[0].decided.climb[0].verdict is "promote" there, and "insufficient" by the ledger',
  });
  writeFileSync(file, text.replaceAll("\n", "\n "));
  expect(check()[0]).toMatchObject({ state: "broken", says: expect.stringContaining("in other bytes") });
  expect(check("other rules")).toMatchObject([{ state: "unknown", says: expect.stringContaining("other rules") }]);
  expect(check(suite.digest, [])).toMatchObject([{ state: "unknown", says: expect.stringContaining("1 more run (run-1)") }]);
});

test("pages that rest on other ledgers of drills than those of now cannot be drawn again, and it says which", async () => {
  using run = await aRun();
  const { judgement } = judge(suite, run.path);
  const ledger = { id: "drills-1", head: "0".repeat(32) };
  const check = (then: readonly object[], now: readonly (typeof ledger)[]) => {
    const text = `${JSON.stringify({ ...judgement, drillLedgers: then }, null, 2)}\n`;
    writeFileSync(join(run.path, "report.json"), text);
    const from = { rules: suite.digest, runs: ["run-1"], named: [], files: [], drills: now };
    return verifyPages(run.path, { "report.json": () => text }, from)[0];
  };
  expect(check([ledger], [ledger])?.state).toBe("holds");
  expect(check([ledger], [])).toMatchObject({ state: "unknown", says: expect.stringContaining("(drills-1)") });
  expect(check([], [ledger])).toMatchObject({ state: "unknown", says: expect.stringContaining("without the drills drills-1") });
  expect(check([{ ...ledger, head: "1" }], [ledger])).toMatchObject({
    state: "unknown",
    says: "the ledger of the drills drills-1 is another one than when the report was drawn; nothing in it is confirmed",
  });
});
