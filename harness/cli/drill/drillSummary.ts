import { controlCaught } from "../../drill/controlCaught.ts";
import type { DrillName } from "../../drill/drill.ts";
import type { DrillResult, DrillsHeader } from "../../drill/drillRecord.ts";

/** How long one step of a drill took, over drills: milliseconds. */
export interface StepTimes {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** One drill of a type on one engine, over its repetitions. */
export interface DrillCount {
  readonly drill: DrillName;
  readonly says: string;
  readonly engine: string;
  readonly n: number;
  readonly held: number;
  /** Were the negative controls caught? Null where none was made. */
  readonly control: "caught" | "missed" | null;
}

/** What the drills of one type showed on one engine. */
export interface EngineSummary {
  readonly engine: string;
  readonly drills: number;
  readonly acts: number;
  /** Of the drills that promise to take all of it back: acts carried out, and those after which everything is as before. */
  readonly carriedOut: number;
  readonly restored: number;
  readonly conflicts: number;
  readonly irreversible: number;
  /** Null where no drill of this type and engine promises to take all of it back. */
  readonly times: Readonly<Record<"apply" | "undo" | "check" | "whole", StepTimes>> | null;
  readonly load: { readonly asked: number; readonly done: number; readonly failed: number } | null;
}

/** What was seen of one type. */
export interface TypeSummary {
  readonly type: string;
  readonly caveat: string;
  readonly size: number;
  readonly engines: readonly EngineSummary[];
  readonly drills: readonly DrillCount[];
  /** Results that did not hold, as they are on record. */
  readonly broken: readonly DrillResult[];
}

/** The drills that are there to be timed: nothing is broken in them, and everything is to come back. */
const TIMED: readonly DrillName[] = ["revertBatch", "timed"];

/** Counts what a drill ledger holds, type by type, as the terminal and `--json` say it. */
export function drillSummary(header: DrillsHeader, results: readonly DrillResult[]): TypeSummary[] {
  return header.types.map(({ type, handler, drills }) => {
    const mine = results.filter((one) => one.type === type);
    const real = mine.filter(({ control }) => !control);
    const engines = Object.keys(header.engines).filter((engine) => mine.some((one) => one.engine === engine));
    const names = [...new Map(drills.map((drill) => [drill.name, drill])).values()];
    return {
      type,
      caveat: handler.caveat,
      size: Math.max(0, ...drills.map(({ size }) => size)),
      engines: engines.map((engine) => engineSummary(engine, real)),
      drills: names.flatMap(({ name, says }) => engines.map((engine) => drillCount(name, says, engine, mine))),
      broken: real.filter(({ held }) => !held),
    };
  });
}

function drillCount(drill: DrillName, says: string, engine: string, mine: readonly DrillResult[]): DrillCount {
  const these = mine.filter((one) => one.drill === drill && one.engine === engine);
  const real = these.filter(({ control }) => !control);
  const controls = these.filter(({ control }) => control);
  const control =
    controls.length === 0
      ? null
      : controls.every(({ seen, violations }) => controlCaught(seen, violations))
        ? "caught"
        : "missed";
  return { drill, says, engine, n: real.length, held: real.filter(({ held }) => held).length, control };
}

function engineSummary(engine: string, real: readonly DrillResult[]): EngineSummary {
  const here = real.filter((one) => one.engine === engine);
  const whole = here.filter(({ drill }) => TIMED.includes(drill));
  const sum = (of: (one: DrillResult) => number, among = here) => among.reduce((total, one) => total + of(one), 0);
  const loaded = here.flatMap(({ load }) => (load === null ? [] : [load]));
  return {
    engine,
    drills: here.length,
    acts: sum(({ size }) => size),
    carriedOut: sum(({ size, ends }) => size - (ends["never-applied"] ?? 0), whole),
    restored: sum(({ restored }) => restored, whole),
    conflicts: sum(({ conflicts }) => conflicts.length),
    irreversible: sum(({ irreversible }) => irreversible.length),
    times:
      whole.length === 0
        ? null
        : {
            apply: stepTimes(whole.map(({ ms }) => ms.apply)),
            undo: stepTimes(whole.map(({ ms }) => ms.undo)),
            check: stepTimes(whole.map(({ ms }) => ms.check)),
            whole: stepTimes(whole.map(({ ms }) => ms.undo + ms.check)),
          },
    load:
      loaded.length === 0
        ? null
        : {
            asked: Math.max(...loaded.map(({ asked }) => asked)),
            done: loaded.reduce((total, { done }) => total + done, 0),
            failed: loaded.reduce((total, { failed }) => total + failed, 0),
          },
  };
}

/** By rank: times that were measured, nothing between them. */
function stepTimes(times: readonly number[]): StepTimes {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}
