import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DrillName } from "../drill/drill.ts";
import { DrillLedger } from "../drill/drillLedger.ts";
import { DRILL_LEDGER_SCHEMA, type DrillResult, type DrillsEnd, type DrillsHeader } from "../drill/drillRecord.ts";

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
        fixture: { name: "books", version: "1", engines: { sqlite: "SQLite 3.50", pg: "PostgreSQL 18.4" } },
        acts: { from: "examples", proposed: 0, kept: 0, unusable: 0, batch: 50 },
        drills: drills.map((name) => ({ name, version: "1", size: 50, says: `It tries ${name}.` })),
      },
    ],
    ...change,
  };
}

/** For tests: a drill of 50 acts that held. */
export function madeUpDrill(drill: DrillName, change: Partial<DrillResult> = {}): DrillResult {
  return {
    kind: "drill",
    n: 1,
    type: "pay",
    drill,
    engine: "sqlite",
    at: AT,
    seed: 1,
    control: false,
    size: 50,
    ends: { reverted: 50 },
    restored: 50,
    held: true,
    violations: [],
    ms: { apply: 100, undo: 280, check: 30, restarts: 0 },
    each: Array.from({ length: 50 }, () => 5),
    cold: false,
    load: null,
    conflicts: [],
    irreversible: [],
    seen: {
      acts: [],
      writes: ["entries"],
      unrelated: "keep",
      irreversible: null,
      history: [],
      written: null,
      undoing: null,
      left: { rows: [], sequences: [] },
      broken: [],
      traffic: [],
      edits: [],
    },
    kept: null,
    ...change,
  };
}

/** For tests: what a negative control leaves that was caught, or that went by unnoticed. */
export function madeUpControl(drill: DrillName, caught = true, change: Partial<DrillResult> = {}): DrillResult {
  const noticed = { held: false, restored: 0, violations: [{ check: "not-restored", says: "Nothing was undone." }] };
  return madeUpDrill(drill, { control: true, ...(caught ? noticed : {}), ...change });
}

/** For tests: a drill of 50 acts three of which were not restored. */
export function madeUpFailure(drill: DrillName, change: Partial<DrillResult> = {}): DrillResult {
  const { seen } = madeUpDrill(drill);
  return madeUpDrill(drill, {
    ends: { reverted: 47, standing: 3 },
    restored: 47,
    held: false,
    violations: [{ check: "standing", says: "Act 17 was carried out and not undone.", act: 17 }],
    seen: {
      ...seen,
      left: {
        rows: [
          {
            table: "orders",
            key: "17",
            entity: "orders/17",
            change: "changed",
            columns: [{ column: "paid", before: 0, after: 500 }],
          },
        ],
        sequences: [],
      },
    },
    ...change,
  });
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
