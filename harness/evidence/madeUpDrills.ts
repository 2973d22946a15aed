import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DrillName } from "../drill/drill.ts";
import type { DrillEvent } from "../drill/drillEvent.ts";
import { DrillLedger } from "../drill/drillLedger.ts";
import { DRILL_LEDGER_SCHEMA, type DrillResult, type DrillsEnd, type DrillsHeader } from "../drill/drillRecord.ts";
import { resultOf } from "../drill/resultOf.ts";
import type { RowChange } from "../fixture/diffStates.ts";

const AT = "2026-06-01T00:00:00.000Z";

/** For tests: the beginning of a ledger of drills of one type, "pay", on two engines. */
export function madeUpHeader(drills: readonly DrillName[], change: Partial<DrillsHeader> = {}): DrillsHeader {
  return {
    kind: "drills",
    schema: DRILL_LEDGER_SCHEMA,
    id: "drills-1",
    startedAt: AT,
    earnest: "0.1.0",
    node: "26.10.0",
    cores: 2,
    seed: 1,
    times: 1,
    load: 0,
    suite: { name: "desk", file: "suite.ts", digest: "sha256:0" },
    agent: { name: "clerk", version: "1" },
    from: null,
    types: [
      {
        type: "pay",
        reversibility: "compensable",
        handler: { name: "payer", version: "1", caveat: "What is paid out cannot be called back." },
        fixture: { name: "books", version: "1", engines: { sqlite: "SQLite 3.50.4", pg: "PostgreSQL 18.4" } },
        acts: { from: "examples", proposed: 0, kept: 0, unusable: 0, batch: 50 },
        drills: drills.map((name) => ({ name, version: "1", size: 50, says: `It tries ${name}.` })),
      },
    ],
    ...change,
  };
}

/** How the acts of a drill that is made up end: so many each way, in this order; the others are undone. */
export interface MadeUp {
  /** Carried out and not undone. */
  readonly standing?: number;
  readonly neverApplied?: number;
  /** Said to be undone, and what they touch differs. */
  readonly unrestored?: number;
  /** Changed by a person, whose change still stands, and left to one. */
  readonly conflicts?: number;
  /** Milliseconds that it took; the last undo ends after `undo`, each of them takes 5. */
  readonly apply?: number;
  readonly undo?: number;
  readonly check?: number;
}

const SIZE = 50;
const EACH = 5;

/** For tests: a drill of 50 acts and what it came to, by what it left; without anything else said it held. */
export function madeUpDrill(drill: DrillName, change: Partial<DrillResult> = {}, made: MadeUp = edited(drill)): DrillResult {
  const seen = madeUpSeen(made);
  const { ms, ...result } = resultOf({ name: drill }, seen);
  return {
    kind: "drill",
    n: 1,
    type: "pay",
    drill,
    engine: "sqlite",
    at: AT,
    seed: 1,
    control: false,
    ...result,
    ms: { ...ms, restarts: 0 },
    cold: false,
    load: null,
    seen,
    kept: null,
    ...change,
  };
}

function madeUpSeen(made: MadeUp): DrillResult["seen"] {
  const { standing = 0, neverApplied = 0, unrestored = 0, conflicts = 0, apply = 100, undo = 280, check = 30 } = made;
  const acts = Array.from({ length: SIZE }, (_, act) => act);
  const [left, never, same, edited] = [standing, neverApplied, unrestored, conflicts].map((n, i, all) => {
    const from = all.slice(0, i).reduce((sum, one) => sum + one, 0);
    return acts.slice(from, from + n);
  }) as [number[], number[], number[], number[]];
  const edits = edited.map((act) => {
    const edit = { entity: entityOf(act), table: "orders", key: { id: act }, columns: { paid: 7 } };
    return { act, what: "same" as const, edit, kept: true };
  });
  const tried = acts.filter((act) => !left.includes(act) && !never.includes(act));
  return {
    acts: acts.map((act) => ({ handler: 0, poison: false, touches: [entityOf(act)] })),
    writes: ["orders"],
    books: [],
    unrelated: "keep",
    irreversible: null,
    history: [
      ...acts.flatMap((act): DrillEvent[] => [
        { e: "intent", phase: "apply", act, ms: 0 },
        { e: "applied", act, outcome: never.includes(act) ? "failed" : "applied", by: "answer", receipt: null, ms: apply },
      ]),
      ...edits.map(({ kept: _, ...edit }): DrillEvent => ({ e: "edited", ...edit, ms: apply })),
      { e: "decided", ms: apply },
      ...tried.flatMap((act): DrillEvent[] => [
        { e: "intent", phase: "undo", act, ms: apply + undo - EACH },
        { e: "undone", act, outcome: edited.includes(act) ? "conflict" : "reverted", ms: apply + undo },
      ]),
      { e: "verified", ms: apply + undo + check },
    ],
    written: null,
    meanwhile: null,
    undoing: null,
    left: { rows: [...left, ...same].map(unpaid), sequences: [] },
    broken: [],
    traffic: [],
    edits,
    uncompared: [],
  };
}

function entityOf(act: number): string {
  return `orders/${act}`;
}

function unpaid(act: number): RowChange {
  const columns = [{ column: "paid", before: 0, after: 500 }];
  return { table: "orders", key: String(act), entity: entityOf(act), change: "changed", columns };
}

/** For tests: what a negative control leaves that was caught, or that went by unnoticed. */
export function madeUpControl(drill: DrillName, caught = true, change: Partial<DrillResult> = {}): DrillResult {
  return madeUpDrill(drill, { control: true, ...change }, { ...edited(drill), ...(caught ? { unrestored: SIZE - 1 } : {}) });
}

/** For tests: a drill of 50 acts three of which were not restored. */
export function madeUpFailure(drill: DrillName, change: Partial<DrillResult> = {}): DrillResult {
  return madeUpDrill(drill, change, { ...edited(drill), standing: 3 });
}

/** Of a drill in which people change something, the least that makes it one. */
function edited(drill: DrillName): MadeUp {
  return drill === "humanEdit" ? { conflicts: 1 } : {};
}

/** For tests: a folder of drills, taken away when it is disposed of; results are numbered as they come. Without an end it was cut off. */
export async function drillFolder(
  header: DrillsHeader,
  results: readonly DrillResult[],
  end: Partial<DrillsEnd> | null = {},
): Promise<{ readonly path: string } & Disposable> {
  const folder = mkdtempDisposableSync(join(tmpdir(), "earnest-drills-"));
  const ledger = await DrillLedger.create(folder.path);
  await ledger.append(header);
  for (const [i, result] of results.entries()) await ledger.append({ ...result, n: i + 1 });
  if (end !== null) await ledger.append({ kind: "end", at: AT, results: results.length, interrupted: false, ...end });
  await ledger.close();
  return { path: folder.path, [Symbol.dispose]: () => folder.remove() };
}
