import { expect, test } from "vitest";
import { drillsHold } from "../criteria/index.ts";
import type { Drill } from "../drill/drill.ts";
import type { DrillResult } from "../drill/drillRecord.ts";
import { jarDrill } from "../drill/testing/jarDrills.ts";
import type { DrillsLeftOut } from "../evidence/drillsLeftOut.ts";
import { drillFolder, madeUpControl, madeUpDrill, madeUpFailure, madeUpHeader } from "../evidence/madeUpDrills.ts";
import { type DeskCase, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";

const cases: readonly DeskCase[] = Array.from({ length: 20 }, (_, i) => ({ id: `c${i}`, decided: ["pay"], proposed: ["pay"] }));
const asked = drillsHold({ days: 9000, drills: ["revertBatch"] });
const pay = { at: "L3", ask: "L4", climb: [asked], stay: [] };
const suite = deskSuite({ cases, actions: { pay: { ...pay, reversibility: "compensable", drills: [rowDrill()] } } });
const good: readonly DrillResult[] = [madeUpControl("revertBatch"), madeUpDrill("revertBatch")];

/** The drill that made-up ledgers tell of, as a row names it. */
function rowDrill(): Drill {
  const drill = jarDrill({ drill: "revertBatch", fault: null });
  const fixture = { ...drill.handler.fixture, name: "books", version: "1", engines: ["sqlite"] as const };
  return { ...drill, version: "1", size: 50, handler: { ...drill.handler, name: "payer", version: "1", fixture } };
}

/** The one action type, judged with this ledger of drills, and the whole of it. */
async function judged(results: readonly DrillResult[], change: Parameters<typeof madeUpHeader>[1] = {}) {
  using run = runFolder();
  await runInto(run.path, suite, { now: () => Date.parse("2026-06-02T00:00:00.000Z") });
  const agent = { name: suite.agent.name, version: suite.agent.version };
  using folder = await drillFolder(madeUpHeader(["revertBatch"], { agent, ...change }), results);
  const { judgement } = judge(suite, run.path, undefined, [folder.path]);
  const [type] = judgement.types;
  return { judgement, type: type ?? expect.fail("there is no type"), finding: type?.decided.climb[0]?.verdict };
}

test("drills that held meet the gate, and the judgement names their ledger", async () => {
  const { judgement, type, finding } = await judged(good);
  expect(finding).toBe("met");
  expect(judgement.drillLedgers).toMatchObject([{ id: "drills-1", records: 4, drills: 1, leftOut: null }]);
  expect(judgement.drillLedgers[0]?.head).toMatch(/^[0-9a-f]{32}$/);
  expect(type.drills).toMatchObject({
    handlers: [{ name: "payer", caveat: "What is paid out cannot be called back." }],
    stats: [{ drill: "revertBatch", n: 1, held: 1, control: "caught" }],
    undone: [{ system: "books on SQLite 3.50", size: 50, load: 0, n: 1, held: 1, counts: true }],
    broken: [],
    otherVersions: 0,
  });
});

test("drills count for no row that names none", async () => {
  const without = deskSuite({ cases, actions: { pay } });
  using run = runFolder();
  await runInto(run.path, without, { now: () => Date.parse("2026-06-02T00:00:00.000Z") });
  const agent = { name: without.agent.name, version: without.agent.version };
  using folder = await drillFolder(madeUpHeader(["revertBatch"], { agent }), good);
  const [type] = judge(without, run.path, undefined, [folder.path]).judgement.types;
  expect(type?.decided.climb[0]?.verdict).toBe("insufficient");
  expect(type?.drills).toMatchObject({ otherVersions: 1, stats: [] });
});

test("one that did not hold is kept with what it left, and fails the gate", async () => {
  const { type, finding } = await judged([...good, madeUpFailure("revertBatch")]);
  expect(finding).toBe("not-met");
  expect(type.drills).toMatchObject({
    brokenInAll: 1,
    broken: [{ n: 3, says: [1, 2, 3].map((act) => `Act ${act} was carried out and never undone.`), differ: 3 }],
  });
});

test("drills of another version of the agent are counted, and count for nothing", async () => {
  const { type, finding } = await judged(good, { agent: { name: suite.agent.name, version: "0" } });
  expect([finding, type.drills.otherVersions, type.drills.stats]).toEqual(["insufficient", 1, []]);
});

test("a ledger of another suite is left out, and the run's notes say so", async () => {
  const { judgement, finding } = await judged(good, { suite: { name: "other", file: "other.ts", digest: "sha256:0" } });
  expect(finding).toBe("insufficient");
  expect(judgement.run.notes).toContain("1 ledger of drills does not count here, because it is of the suite “other”.");
});

test("without any ledger of drills nothing is known, and the same ledgers give the same judgement", async () => {
  using run = runFolder();
  await runInto(run.path, suite);
  const bare = judge(suite, run.path).judgement;
  expect([bare.drillLedgers, bare.types[0]?.drills.stats]).toEqual([[], []]);
  expect(judge(suite, run.path, undefined, []).judgement).toEqual(bare);
});

test("drills that are kept and not read are said: a caveat, or where some did not hold, a gate that was made easier", async () => {
  using run = runFolder();
  await runInto(run.path, suite);
  const { name, version } = suite.agent;
  const left = { id: "drills-7", agent: { name, version }, drills: 9, broken: 0 };
  const judgedWithout = (...leftOut: readonly DrillsLeftOut[]) => judge(suite, run.path, undefined, [], leftOut).judgement;
  const quiet = judgedWithout(left);
  expect(quiet.loosened).toEqual([]);
  expect(quiet.caveats).toContain("1 ledger of this suite’s drills was left out (drills-7): what it holds does not count here.");
  const { loosened, drillsLeftOut } = judgedWithout({ ...left, broken: 2 });
  expect(loosened).toEqual([
    {
      type: null,
      says: "All action types: 1 ledger of this suite’s drills was left out (drills-7), with 9 drills; 2 did not hold, or noticed nothing.",
    },
  ]);
  expect(drillsLeftOut).toMatchObject([{ id: "drills-7" }]);
  // They would not have counted.
  expect(judgedWithout({ ...left, broken: 2, agent: { name, version: "0" } })).toMatchObject({ loosened: [] });
});
