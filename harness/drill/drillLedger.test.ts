import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DrillLedger, drillJournalOf, openDrills } from "./drillLedger.ts";
import type { DrillLedgerRow, DrillResult, DrillsHeader } from "./drillRecord.ts";

const AT = "2026-01-02T03:04:05.000Z";
const HEADER: DrillsHeader = {
  kind: "drills",
  schema: "earnest/drills/1",
  id: "a",
  startedAt: AT,
  earnest: "0.1.0",
  node: "26.10.0",
  cores: 2,
  seed: 1,
  times: 1,
  load: 0,
  suite: { name: "desk", file: "suite.ts", digest: "d" },
  agent: { name: "a", version: "1" },
  from: null,
  types: [],
};
const result = (n: number): DrillResult => ({
  kind: "drill",
  n,
  type: "pay",
  drill: "revertBatch",
  engine: "sqlite",
  at: AT,
  seed: 1,
  control: false,
  size: 1,
  ends: { reverted: 1 },
  restored: 1,
  held: true,
  violations: [],
  ms: { apply: 1, undo: 1, check: 1, restarts: 0.25 },
  each: [1],
  cold: true,
  load: null,
  conflicts: [],
  irreversible: [],
  seen: {
    acts: [{ handler: 0, poison: false, touches: ["orders/1"] }],
    writes: ["orders"],
    books: [],
    unrelated: "keep",
    irreversible: null,
    history: [],
    written: null,
    meanwhile: null,
    undoing: null,
    left: { rows: [], sequences: [] },
    broken: [],
    traffic: [],
    edits: [],
    uncompared: [],
  },
  kept: null,
});
const END = { kind: "end", at: AT, results: 2, interrupted: false } as const;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "earnest-drill-ledger-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function written(...rows: readonly unknown[]): Promise<void> {
  const ledger = await DrillLedger.create(dir);
  for (const row of rows) await ledger.append(row as DrillLedgerRow);
  await ledger.close();
}

test("a drill ledger is read as it was written", async () => {
  await written(HEADER, result(1), result(2), END);
  const { header, results, frame } = openDrills(dir);
  expect(header).toEqual(HEADER);
  expect([...results]).toEqual([result(1), result(2)]);
  expect(frame.end).toEqual(END);
  expect(frame.journal).toMatchObject({ records: 4, torn: null });
});

test("one that was cut off is read as far as it goes, and has no end", async () => {
  await written(HEADER, result(1));
  appendFileSync(join(drillJournalOf(dir), "000001.jsonl"), "0123456789abcdef");
  const { results, frame } = openDrills(dir);
  expect([...results]).toHaveLength(1);
  expect(frame).toMatchObject({ end: null, journal: { torn: { bytes: 16 } } });
});

test.each([
  [
    "changed",
    [HEADER, result(1), result(2), END],
    "does not fit the chain",
    (text: string) => text.replace('"restored":1', '"restored":0'),
  ],
  ["a result too few", [HEADER, result(1), END], "its end counts 2 results, and 1 are on record"],
  ["a result twice", [HEADER, result(1), result(1)], "result 1 stands in place 2"],
  ["a record behind the end", [HEADER, result(1), result(2), END, END], "stands behind its end"],
  ["no beginning", [result(1)], "before its beginning"],
  ["two beginnings", [HEADER, HEADER], "begins twice"],
  ["a later format", [{ ...HEADER, schema: "earnest/drills/9" }], "record 1 cannot be read: schema"],
  ["a result without its times", [HEADER, { ...result(1), ms: {} }], "record 2 cannot be read: ms.apply"],
])("refuses one with %s", async (_, rows, why, change?: (text: string) => string) => {
  await written(...rows);
  const file = join(drillJournalOf(dir), "000001.jsonl");
  if (change !== undefined) writeFileSync(file, change(readFileSync(file, "utf8")));
  expect(() => [...openDrills(dir).results]).toThrow(
    expect.objectContaining({ code: "LEDGER_CORRUPT", message: expect.stringContaining(why) }),
  );
});

test("says where there is none, and where it was cut off at once", async () => {
  expect(() => openDrills(dir)).toThrow(expect.objectContaining({ code: "RUN_NOT_FOUND" }));
  await written();
  expect(() => openDrills(dir)).toThrow(expect.objectContaining({ code: "RUN_EMPTY" }));
});
