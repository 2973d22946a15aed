import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DrillResult } from "../drill/drillRecord.ts";
import { resultOf } from "../drill/resultOf.ts";
import { drillFolder, madeUpDrill, madeUpHeader } from "../evidence/madeUpDrills.ts";
import { rechain } from "./rechain.ts";
import { verifyDrills } from "./verifyDrills.ts";

/** Two acts that were undone, the second not as before where `left` says so; judged as a drill would have been. */
function judged(left: boolean): DrillResult {
  const drill = madeUpDrill("revertBatch");
  const entities = ["orders/1", "orders/2"];
  const events = entities.flatMap((_, act) => [
    { e: "intent", phase: "apply", act, ms: act } as const,
    { e: "applied", act, outcome: "applied", by: "answer", receipt: null, ms: act } as const,
  ]);
  const undone = [1, 0].flatMap((act) => [
    { e: "intent", phase: "undo", act, ms: 10 } as const,
    { e: "undone", act, outcome: "reverted", ms: 10 } as const,
  ]);
  const change = (key: string, before: number, after: number) => ({
    table: "orders",
    key,
    entity: `orders/${key}`,
    change: "changed" as const,
    columns: [{ column: "paid", before, after }],
  });
  const seen: DrillResult["seen"] = {
    ...drill.seen,
    acts: entities.map((entity) => ({ handler: 0, poison: false, touches: [entity] })),
    writes: ["orders"],
    history: [...events, { e: "decided", ms: 9 }, ...undone, { e: "verified", ms: 20 }],
    written: { rows: [change("1", 0, 5), change("2", 0, 5)], sequences: [] },
    undoing: { rows: [change("1", 5, 0), change("2", 5, left ? 1 : 0)], sequences: [] },
    left: { rows: left ? [change("2", 0, 1)] : [], sequences: [] },
  };
  const { ms, ...result } = resultOf({ name: drill.drill }, seen);
  return { ...drill, seen, ...result, ms: { ...ms, restarts: 0 } };
}

const HEADER = madeUpHeader(["revertBatch"]);

test("drills as they were written hold, and judging them again gives the same", async () => {
  const drills = [judged(false), judged(true)];
  expect(drills.map(({ held }) => held)).toEqual([true, false]);
  using folder = await drillFolder(HEADER, drills);
  const { checks, head } = verifyDrills(folder.path);
  expect(checks.map(({ what, state }) => `${what} ${state}`)).toEqual(["drills holds", "drills holds"]);
  expect(checks[0]?.says).toBe(`the chain of the drills drills-1 holds, with 2 drills; head ${head.slice(0, 16)}`);
});

test("a flipped byte is found by the chain, with its line", async () => {
  using folder = await drillFolder(HEADER, [judged(true), judged(false)]);
  const file = join(folder.path, "journal", "000001.jsonl");
  writeFileSync(file, readFileSync(file, "utf8").replace('"held":false', '"held":true '));
  expect(() => verifyDrills(folder.path)).toThrow(expect.objectContaining({ code: "LEDGER_CORRUPT", where: { file, line: 2 } }));
});

test("a ledger that was chained anew says what it should not, and judging again finds it", async () => {
  using folder = await drillFolder(HEADER, [judged(false), judged(true)]);
  rechain(join(folder.path, "journal"), (rows) =>
    rows.map((row) => {
      const one = row as DrillResult;
      return one.kind === "drill" && !one.held ? { ...one, held: true, restored: 2, violations: [] } : one;
    }),
  );
  const { checks } = verifyDrills(folder.path);
  expect(checks[1]).toMatchObject({
    state: "broken",
    says: "1 of 2 drills on record says something else than judging it again",
    details: ["drill 2, revertBatch on sqlite: held is true on record, and false by what it left"],
  });
});
