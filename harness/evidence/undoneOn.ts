import { WHOLE_BATCH } from "../drill/drillWords.ts";
import { count, many } from "../words.ts";
import { type DrillFact, type DrillsWeighed, drillAge, notInForce, undoSeconds } from "./drillFact.ts";
import { type DrillTimes, drillTimes } from "./drillStats.ts";

/** How old a drill may be, in days, where nothing else is said: as on the ladders. */
export const DRILL_DAYS = 90;

/** What drills of a whole batch (`revertBatch` and `timed` together, and what people wrote down) showed on one system, in batches of one size, under one load. */
export interface UndoneOn {
  /** The fixture and the system, without patch versions, such as "books on PostgreSQL 18"; of what people wrote down, as they call it. */
  readonly system: string;
  /** As `--fixture` names it; null of what people wrote down. */
  readonly engine: string | null;
  /** Acts in a batch. */
  readonly size: number;
  /** Other operations a second that were asked for; 0: none. */
  readonly load: number;
  readonly n: number;
  readonly held: number;
  /** Acts carried out, and those of them found as before. */
  readonly carriedOut: number;
  readonly back: number;
  /** From the decision until the state was verified, in ms; one that did not hold is endless. */
  readonly times: DrillTimes;
  /** When the newest was made, and how many days before the last moment the evidence speaks of; below 0: after it. */
  readonly newest: string;
  readonly age: number;
  /** Do these count for the gate? Else why not, such as "made with another version of the agent". */
  readonly counts: true | string;
}

/** What is asked of a drill besides being in force: at most so many `days` from the evidence, and at least so many acts (default: as its row says). */
export interface DrillAsked {
  readonly days: number;
  readonly size?: number | undefined;
}

/** Sums up the drills of a whole batch, for pages, the terminal and `undoneWithin` alike: system by system, those that do not count apart. Pure. */
export function undoneOn(drills: readonly DrillFact[], facts: DrillsWeighed, asked: DrillAsked): UndoneOn[] {
  const weighed = drills.filter(isWhole).map((drill) => ({ drill, not: notCounted(drill, facts, asked) }));
  const groups = Map.groupBy(weighed, ({ drill, not }) =>
    JSON.stringify([drill.system, drill.made?.engine, sizeOf(drill), loadOf(drill), not?.kind]),
  );
  return [...groups.values()].map((some) => {
    const [first, ...others] = some as [(typeof some)[number], ...typeof some];
    const newest = others.reduce((last, one) => (Date.parse(one.drill.at) > Date.parse(last.drill.at) ? one : last), first);
    const all = some.map(({ drill }) => drill);
    const times = all.map((drill) => undoSeconds(drill) * 1000);
    return {
      system: newest.drill.system,
      engine: newest.drill.made?.engine ?? null,
      size: sizeOf(newest.drill),
      load: loadOf(newest.drill),
      n: all.length,
      held: times.filter((ms) => ms !== Infinity).length,
      carriedOut: all.reduce((sum, { actions }) => sum + actions, 0),
      back: all.reduce((sum, { restored }) => sum + restored, 0),
      times: drillTimes(times),
      newest: newest.drill.at,
      age: drillAge(newest.drill, facts.asOf),
      counts: newest.not?.says ?? true,
    };
  });
}

/** Why a drill of a whole batch does not count; null where it does. One that did not hold counts however old or small it is. */
export function notCounted(
  drill: DrillFact,
  facts: DrillsWeighed,
  { days, size = rowSize(facts, drill) }: DrillAsked,
): { readonly kind: string; readonly says: string } | null {
  const other = notInForce(drill, facts);
  if (other !== null) return { kind: other, says: other };
  if (undoSeconds(drill) === Infinity) return null;
  if (drill.drill !== undefined && drill.control === undefined) return { kind: "control", says: "without a negative control" };
  if (drill.actions < size)
    return { kind: "size", says: `made with batches of ${count(drill.actions)}; ${count(size)} are asked for` };
  const age = drillAge(drill, facts.asOf);
  if (Math.abs(age) <= days) return null;
  const when = `made ${many(Math.ceil(Math.abs(age)), "day")} ${age > 0 ? "before" : "after"} the evidence ends`;
  return { kind: age > 0 ? "old" : "ahead", says: `${when}; at most ${count(days)} are taken` };
}

/** Is its whole batch as before at the end, where all is well? Most drills of the library leave acts standing on purpose. */
export function isWhole({ drill }: Pick<DrillFact, "drill">): boolean {
  return drill === undefined || WHOLE_BATCH.includes(drill);
}

/** Other operations a second that were asked for meanwhile; 0: none. */
export function loadOf({ made, load = 0 }: DrillFact): number {
  return made?.load ?? load;
}

/** Acts in a batch of this kind, by its row; 1 where that does not say. */
export function rowSize({ drilled }: Pick<DrillsWeighed, "drilled">, { drill }: Pick<DrillFact, "drill">): number {
  const sizes = drilled.filter((one) => (drill === undefined ? isWhole(one) : one.drill === drill)).map(({ size }) => size);
  return sizes.length === 0 ? 1 : Math.min(...sizes);
}

function sizeOf({ made, actions }: DrillFact): number {
  return made?.size ?? actions;
}
