import { join } from "node:path";
import { expect, test } from "vitest";
import type { DrillEvent } from "../drill/drillEvent.ts";
import type { DrillResult } from "../drill/drillRecord.ts";
import { resultOf } from "../drill/resultOf.ts";
import { rechain } from "../verify/rechain.ts";
import { drillLedgersSaid, drillRecordOf, readDrillLedgers } from "./drillLedgers.ts";
import { drillFolder, madeUpControl, madeUpDrill, madeUpFailure, madeUpHeader } from "./madeUpDrills.ts";

const MINE = { suite: "desk", agent: "clerk" };
const HEADER = madeUpHeader(["revertBatch", "humanEdit"]);

test("a ledger of drills becomes records: those of a control are none, and say what the others are worth", async () => {
  using folder = await drillFolder(HEADER, [
    madeUpControl("revertBatch"),
    madeUpDrill("revertBatch", { load: { asked: 20, done: 4, failed: 0 } }),
    madeUpControl("humanEdit", false),
    madeUpFailure("humanEdit", { engine: "sqlite" }),
    madeUpDrill("humanEdit", { engine: "pg" }),
  ]);
  const { ledgers, drills } = readDrillLedgers([folder.path], MINE);
  expect(ledgers).toMatchObject([{ id: "drills-1", drills: 3, records: 7, cutOff: false, leftOut: null }]);
  expect(drills.map(drillRecordOf)).toMatchObject([
    {
      by: "earnest drill",
      agent: "1",
      system: "books on SQLite 3.50",
      actions: 50,
      restored: 50,
      seconds: 0.31,
      // Four in 0.31 s are fewer than the twenty a second that were asked for.
      load: 4 / 0.31,
      drill: "revertBatch",
      handler: { name: "payer", version: "1" },
      broken: 0,
      control: "caught",
    },
    { restored: 46, broken: 3, control: "missed", because: "Act 1 was carried out and never undone." },
    { system: "books on PostgreSQL 18", broken: 0 },
  ]);
  // No control was made on that engine.
  expect(drillRecordOf(drills[2] as (typeof drills)[number])).not.toHaveProperty("control");
  expect(drills[1]).toMatchObject({ differ: 3, rows: Array.from({ length: 3 }, () => ({ table: "orders" })) });
  expect(drills[0]).toMatchObject({ differ: 0, rows: [] });
});

test("a control that is caught for saying too much, while nobody looks at the state, is missed", async () => {
  // The state is as before, and one undo says that there was nothing to undo.
  const silent = madeUpControl("revertBatch", false);
  const history = silent.seen.history.map((event) =>
    event.e === "undone" && event.act === 0 ? { ...event, outcome: "not-applied" as const } : event,
  );
  const talks = { ...silent.seen, history };
  const { ms, ...came } = resultOf({ name: "revertBatch" }, talks);
  expect(came.violations).not.toEqual([]);
  using folder = await drillFolder(HEADER, [
    { ...silent, ...came, ms: { ...ms, restarts: 0 }, seen: talks },
    madeUpDrill("revertBatch"),
  ]);
  const { drills } = readDrillLedgers([folder.path], MINE);
  expect(drills.map(({ caught }) => caught)).toEqual(["missed"]);
});

test("what was never carried out is neither carried out nor restored", async () => {
  using folder = await drillFolder(HEADER, [madeUpDrill("revertBatch", {}, { neverApplied: 1 })]);
  const { drills } = readDrillLedgers([folder.path], MINE);
  expect(drills[0]).toMatchObject({ carriedOut: 49, back: 49 });
});

test("ledgers of another suite or agent, and those that were cut off, are said", async () => {
  using mine = await drillFolder({ ...HEADER, id: "a", startedAt: "2026-06-02T00:00:00Z" }, [madeUpDrill("revertBatch")], null);
  using suite = await drillFolder({ ...HEADER, id: "b", suite: { ...HEADER.suite, name: "other" } }, []);
  using agent = await drillFolder({ ...HEADER, id: "c", agent: { name: "else", version: "1" } }, [madeUpDrill("revertBatch")]);
  const { ledgers, drills } = readDrillLedgers([mine.path, suite.path, agent.path], MINE);
  expect(ledgers.map(({ id }) => id)).toEqual(["b", "c", "a"]);
  expect(drills).toHaveLength(1);
  expect(drillLedgersSaid(ledgers)).toEqual([
    "1 ledger of drills does not count here, because it is of the suite “other”.",
    "1 ledger of drills does not count here, because it is of the agent “else”.",
    expect.stringMatching(/^The drills a were cut off after 1 drill/),
  ]);
});

const DRILL = madeUpDrill("revertBatch");

test.each<[string, Partial<DrillResult>, string]>([
  ["held", { held: true, restored: 50, violations: [], ends: { reverted: 50 } }, "held is true on record, and false"],
  ["its size", { size: 5000 }, "size is 5000 on record, and 50"],
  ["what was restored", { restored: 50 }, "restored is 50 on record, and 47"],
  ["its time", { ms: { ...DRILL.ms, undo: 1 } }, "ms.undo is 1 on record, and 280"],
  ["the time of each undo", { each: [] }, "each is [] on record"],
  ["conflicts", { conflicts: ["orders/9"] }, 'conflicts is ["orders/9"] on record, and []'],
  ["a time below zero", { ms: { ...DRILL.ms, restarts: -1 } }, "cannot be read: ms.restarts"],
  [
    "a history that nobody can read",
    { seen: { ...DRILL.seen, history: [{ e: "edited", ms: 1 } as DrillEvent] } },
    "cannot be read: seen.history",
  ],
])("one that was chained anew around another %s is refused, with its line", async (_, change, says) => {
  using folder = await drillFolder(HEADER, [DRILL, madeUpFailure("revertBatch")]);
  const journal = join(folder.path, "journal");
  rechain(journal, (rows) => rows.map((row, i) => (i === 2 ? { ...(row as DrillResult), ...change } : row)));
  expect(() => readDrillLedgers([folder.path], MINE)).toThrow(
    expect.objectContaining({
      code: "LEDGER_CORRUPT",
      message: expect.stringContaining(says),
      where: { file: join(journal, "000001.jsonl"), line: 3 },
    }),
  );
});

test("one that is named twice, or holds what its beginning does not name, is refused", async () => {
  using folder = await drillFolder(HEADER, [madeUpDrill("poison")]);
  expect(() => readDrillLedgers([folder.path], MINE)).toThrow(expect.objectContaining({ code: "DRILLS_INVALID" }));
  using good = await drillFolder(HEADER, []);
  expect(() => readDrillLedgers([good.path, good.path], MINE)).toThrow(expect.objectContaining({ code: "USAGE" }));
});
