import type { Judgement, TypeJudgement } from "earnest";
import type { DrillName } from "earnest/drill";
import { NO_DRILLS } from "./sampleFacts.ts";

type DrillsSeen = TypeJudgement["drills"];
type DrillStats = DrillsSeen["stats"][number];

const NEWEST = "2026-06-28T09:00:00.000Z";
const SQLITE = { engine: "sqlite", about: "SQLite 3.50.4" };
const PG = { engine: "pg", about: "PostgreSQL 18.4, embedded" };
const KINDS: readonly DrillName[] = ["revertBatch", "crashDuringRollback", "humanEdit", "timed"];

function times(n: number, ms: number, endless: number): DrillStats["times"] {
  const quantile = (share: number, fewest: number, by: number) => ({
    share,
    ms: endless > 0 && share > 0.8 ? null : ms * by,
    low: ms,
    high: n < fewest || endless > 0 ? null : ms * by * 1.1,
    fewest,
  });
  return {
    n,
    endless,
    quantiles: [quantile(0.5, 5, 1), quantile(0.9, 29, 1.15), quantile(0.95, 59, 1.2)],
    max: endless > 0 ? null : ms * 1.3,
  };
}

function statsOf(
  drill: DrillName,
  on: typeof SQLITE,
  plant: string,
  more: { held?: number; ms?: number; load?: boolean },
): DrillStats {
  const { held = 20, ms = 310, load = false } = more;
  const n = 20;
  const phases = { apply: ms * 0.4, undo: ms * 0.9, check: ms * 0.1, restarts: drill.startsWith("crash") ? ms * 0.3 : 0 };
  const left = drill === "humanEdit" ? 2 * n : 0;
  return {
    drill,
    says: `Carries out a batch, and breaks something.${plant}`,
    engine: on.engine,
    about: `${on.about}${plant}`,
    fixture: `orders 1${plant}`,
    load: load ? { asked: 20, done: 122, failed: 1 } : null,
    n,
    held,
    failAtMost: held === n ? 0.1391 : null,
    whole: drill === "humanEdit" ? 0 : held,
    carriedOut: n * 50,
    back: n * 50 - left - (n - held) * 3,
    conflicts: left,
    irreversible: 0,
    deadLetters: 0,
    unknown: 0,
    violations: n - held,
    control: "caught",
    times: times(n, ms, n - held),
    cold: times(1, ms * 1.8, 0),
    warm: times(19, ms, n - held),
    median: { ...phases, held: true },
    slowest: { ...phases, undo: phases.undo * 1.35, held: held === n },
    size: { least: 50, most: 50 },
    newest: NEWEST,
    age: 1.7,
  };
}

/** Undo drills of the n-th action type of a sample: some held, some did not, one was never drilled. */
export function sampleDrills(i: number, plant: string): DrillsSeen {
  const isBroken = i % 5 === 2;
  if (i % 5 === 3) return NO_DRILLS;
  const stats = KINDS.flatMap((drill) => [
    statsOf(drill, SQLITE, plant, {}),
    statsOf(drill, PG, plant, { ms: 720, held: isBroken && drill === "timed" ? 19 : 20 }),
    ...(i % 5 === 1 ? [statsOf(drill, PG, plant, { ms: 890, load: true })] : []),
  ]);
  return {
    named: KINDS,
    handlers: [
      {
        name: `undoer${plant}`,
        version: "1",
        caveat: `Money that was paid out cannot be called back; a correction takes days.${plant}`,
        fixture: "orders 1",
      },
    ],
    examples: i % 5 === 4 ? stats.length * 20 : 0,
    stats,
    undone: stats
      .filter(({ drill }) => drill === "timed")
      .map((one) => ({
        system: `orders on ${one.about}`,
        engine: one.engine,
        size: 50,
        load: one.load?.asked ?? 0,
        n: one.n,
        held: one.held,
        carriedOut: one.carriedOut,
        back: one.back,
        times: one.times,
        newest: one.newest,
        age: one.age,
        counts: i % 5 === 4 ? "made 3,510 days before the evidence ends; at most 90 are taken" : true,
      })),
    broken: isBroken
      ? [
          {
            ledger: `20260628-0900${plant}`,
            n: 217,
            at: NEWEST,
            drill: "timed",
            about: PG.about,
            carriedOut: 50,
            back: 47,
            says: [`Act 17 was undone, and orders/17 is not as before: refunded is 500, was 0.${plant}`],
            violations: 3,
            rows: [
              {
                table: `orders${plant}`,
                key: `17${plant}`,
                entity: `orders/17${plant}`,
                change: "changed",
                columns: [
                  { column: "refunded", before: 0, after: 500 },
                  { column: "note", before: null, after: `label printed${plant}` },
                ],
              },
            ],
            differ: 3,
            kept: null,
          },
        ]
      : [],
    brokenInAll: isBroken ? 1 : 0,
    otherVersions: i % 5 === 1 ? 40 : 0,
    recorded: { newest: null, n: 0 },
    minutes: 15,
  };
}

/** The ledger that they come from, and one that does not count. */
export function sampleDrillLedgers(plant: string): Judgement["drillLedgers"] {
  const ledger = {
    id: `20260628-0900${plant}`,
    startedAt: "2026-06-28T08:58:00.000Z",
    head: "c0ffee21d9477f3e5b0a7c21d9477f3e",
    records: 963,
    drills: 940,
    cutOff: false,
    agent: { name: `refund-desk${plant}`, version: "2.7.1" },
    cores: 2,
    node: "26.10.0",
    from: "20261005-0412",
    leftOut: null,
  };
  return [{ ...ledger, id: "20260601-0900", drills: 12, leftOut: `it is of the suite “other${plant}”` }, ledger];
}
