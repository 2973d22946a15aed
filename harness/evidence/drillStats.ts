import type { DrillName } from "../drill/drill.ts";
import { quantileCi } from "../stats/quantileCi.ts";
import { zeroFailureUpper } from "../stats/zeroFailureUpper.ts";
import type { DrillSeenOnce } from "./drillLedgers.ts";
import { systemName } from "./systemName.ts";

const CONFIDENCE = 0.95;
const DAY = 86_400_000;

/** Of sorted times in ms: one of them, and limits for its quantile, each by itself at 95%. Null: no end, for failed drills take for ever, or no limit yet. */
export interface TimeQuantile {
  readonly share: number;
  readonly ms: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Drills that an upper limit takes. */
  readonly fewest: number;
}

/** How long drills took from the decision until the state was verified, in ms; those that did not hold count as endless. */
export interface DrillTimes {
  readonly n: number;
  readonly endless: number;
  /** p50, p90 and p95. */
  readonly quantiles: readonly TimeQuantile[];
  /** The longest seen, which is no limit; null where one is endless. */
  readonly max: number | null;
}

/** The phases of one drill, in ms; waiting for another process is part of `undo`. */
export interface DrillPhases {
  readonly apply: number;
  readonly undo: number;
  readonly check: number;
  readonly restarts: number;
  readonly held: boolean;
}

/** What drills of one kind on one system showed, in batches of one size and under one load. */
export interface DrillStats {
  readonly drill: DrillName;
  readonly says: string;
  readonly engine: string;
  readonly about: string;
  readonly fixture: string;
  /** Other operations: asked for a second, done and failed in all; null without load. */
  readonly load: { readonly asked: number; readonly done: number; readonly failed: number } | null;
  readonly n: number;
  readonly held: number;
  /** How often such a drill may fail at most, at 95%, where all held; null where one did not, or the control was not caught. */
  readonly failAtMost: number | null;
  /** Drills after which every act that was carried out was as before. */
  readonly whole: number;
  /** Acts carried out, and those of them found as before. */
  readonly carriedOut: number;
  readonly back: number;
  /** Acts left to a person because somebody had changed the same; that cannot be taken back; given up; of which nobody knows. */
  readonly conflicts: number;
  readonly irreversible: number;
  readonly deadLetters: number;
  readonly unknown: number;
  readonly violations: number;
  /** `missed` where the control of any ledger was; null where one of them made none. */
  readonly control: "caught" | "missed" | null;
  readonly times: DrillTimes;
  /** Apart: drills for which a process had to start, and the others; null where all were alike. */
  readonly cold: DrillTimes | null;
  readonly warm: DrillTimes | null;
  readonly median: DrillPhases;
  readonly slowest: DrillPhases;
  /** Acts in a batch, fewest and most: the same. */
  readonly size: { readonly least: number; readonly most: number };
  readonly newest: string;
  /** Days from the newest one to the last moment the evidence speaks of. */
  readonly age: number;
}

/** Sums up drills, kind by kind and system by system, each load and each size of a batch apart. Pure; `asOf` is ISO 8601. */
export function drillStats(drills: readonly DrillSeenOnce[], asOf: string): DrillStats[] {
  const groups = Map.groupBy(drills, ({ drill, engine, about, load, size }) =>
    JSON.stringify([drill, engine, systemName(about), load?.asked ?? 0, size]),
  );
  return [...groups.values()].map((some) => statsOf(some as [DrillSeenOnce, ...DrillSeenOnce[]], asOf));
}

function statsOf(drills: readonly [DrillSeenOnce, ...DrillSeenOnce[]], asOf: string): DrillStats {
  const sum = (of: (drill: DrillSeenOnce) => number) => drills.reduce((total, drill) => total + of(drill), 0);
  const newest = drills.reduce((last, drill) => (Date.parse(drill.at) > Date.parse(last.at) ? drill : last));
  const held = drills.filter((drill) => drill.held).length;
  const control = drills.some(({ caught }) => caught === "missed")
    ? "missed"
    : drills.every(({ caught }) => caught === "caught")
      ? "caught"
      : null;
  const [cold, warm] = [drills.filter((drill) => drill.cold), drills.filter((drill) => !drill.cold)];
  const isMixed = cold.length > 0 && warm.length > 0;
  const slowestFirst = drills.toSorted((a, b) => took(b) - took(a) || b.ms.undo - a.ms.undo);
  return {
    drill: newest.drill,
    says: newest.says,
    engine: newest.engine,
    about: systemName(newest.about),
    fixture: `${newest.fixture.name} ${newest.fixture.version}`,
    load:
      newest.load === null
        ? null
        : {
            asked: newest.load.asked,
            done: sum(({ load }) => load?.done ?? 0),
            failed: sum(({ load }) => load?.failed ?? 0),
          },
    n: drills.length,
    held,
    failAtMost: held === drills.length && control === "caught" ? zeroFailureUpper(drills.length, CONFIDENCE).exact : null,
    whole: drills.filter(({ carriedOut, back }) => back === carriedOut).length,
    carriedOut: sum(({ carriedOut }) => carriedOut),
    back: sum(({ back }) => back),
    conflicts: sum(({ ends }) => ends.conflict ?? 0),
    irreversible: sum(({ ends }) => ends.impossible ?? 0),
    deadLetters: sum(({ ends }) => ends["dead-letter"] ?? 0),
    unknown: sum(({ ends }) => ends.left ?? 0),
    violations: sum(({ violations }) => violations.length),
    control,
    times: drillTimes(drills.map(took)),
    cold: isMixed ? drillTimes(cold.map(took)) : null,
    warm: isMixed ? drillTimes(warm.map(took)) : null,
    median: phasesOf(slowestFirst[Math.floor(drills.length / 2)] as DrillSeenOnce),
    slowest: phasesOf(slowestFirst[0] as DrillSeenOnce),
    size: { least: newest.size, most: newest.size },
    newest: newest.at,
    age: (Date.parse(asOf) - Date.parse(newest.at)) / DAY,
  };
}

/** Quantiles of times in ms with limits from their order alone; Infinity for a drill that failed. */
export function drillTimes(ms: readonly number[]): DrillTimes {
  const sorted = ms.toSorted((a, b) => a - b);
  const n = sorted.length;
  const at = (place: number | null) => {
    const time = place === null ? undefined : sorted[place - 1];
    return time === undefined || time === Infinity ? null : time;
  };
  return {
    n,
    endless: sorted.filter((time) => time === Infinity).length,
    quantiles: [0.5, 0.9, 0.95].map((share) => ({
      share,
      // A share of 20 in floats: 0.95 * 20 is 19 exactly, and 0.9 * 30 is 27.000000000000004.
      ms: at(Math.max(1, Math.ceil(share * n - 1e-9))),
      low: at(quantileCi(n, share, CONFIDENCE, "lower").low),
      high: at(quantileCi(n, share, CONFIDENCE, "upper").high),
      fewest: fewestDrills(share),
    })),
    max: at(n),
  };
}

/** So many drills it takes before the time that a share of them stays within has an upper limit at 95%: 59 for 19 of 20. */
export function fewestDrills(share: number): number {
  return Math.ceil(Math.log(1 - CONFIDENCE) / Math.log(share) - 1e-9);
}

function took({ held, ms }: DrillSeenOnce): number {
  return held ? ms.undo + ms.check : Infinity;
}

function phasesOf({ ms, held }: DrillSeenOnce): DrillPhases {
  return { ...ms, held };
}
