import { controlCaught, isWithoutActs } from "../../drill/controlCaught.ts";
import type { DrillName } from "../../drill/drill.ts";
import type { ActEnd } from "../../drill/drillEvent.ts";
import type { DrillResult, DrillsHeader } from "../../drill/drillRecord.ts";
import { WHOLE_BATCH } from "../../drill/drillWords.ts";
import { type DrillTimes, drillTimes } from "../../evidence/drillStats.ts";
import { zeroFailureUpper } from "../../stats/zeroFailureUpper.ts";

/** One drill of a type on one engine, over its repetitions. */
export interface DrillCount {
  readonly drill: DrillName;
  readonly says: string;
  readonly engine: string;
  readonly n: number;
  readonly held: number;
  /** Were the negative controls caught? `not-made`: nothing could be carried out in one. Null where none was tried. */
  readonly control: "caught" | "missed" | "not-made" | null;
}

/** Drills of one type on one engine that promise to take the whole batch back; one that did not hold is never over. */
export interface WholeBatches {
  readonly n: number;
  readonly held: number;
  /** How often such a drill may fail at most, at 95%; null where one did not hold, or a control was not caught. */
  readonly failAtMost: number | null;
  /** Acts carried out, and those of them found as before. */
  readonly carriedOut: number;
  readonly back: number;
  /** From the decision to the verified state, in ms. */
  readonly times: DrillTimes;
  /** Apart: those whose process had to start on the clock, and the others; null where all were alike. */
  readonly cold: DrillTimes | null;
  readonly warm: DrillTimes | null;
}

/** What the drills of one type showed on one engine. */
export interface EngineSummary {
  readonly engine: string;
  readonly drills: number;
  /** Acts in all, and those that a person has to look at, by why. */
  readonly acts: number;
  readonly left: {
    /** A person had changed the same. */
    readonly conflicts: number;
    /** Given up after every try: where the drill sees to it that no try works, and where nobody meant it to. */
    readonly givenUpAsPlanned: number;
    readonly givenUp: number;
    /** Nobody can tell whether it was carried out. */
    readonly unknown: number;
    readonly irreversible: number;
  };
  /** Null where no drill of this type and engine promises to take all of it back. */
  readonly whole: WholeBatches | null;
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

/** Counts what a drill ledger holds, type by type, as the terminal and `--json` say it. */
export function drillSummary(header: DrillsHeader, results: readonly DrillResult[]): TypeSummary[] {
  return header.types.map(({ type, handler, fixture, drills }) => {
    const mine = results.filter((one) => one.type === type);
    const real = mine.filter(({ control }) => !control);
    const engines = Object.keys(fixture.engines).filter((engine) => mine.some((one) => one.engine === engine));
    const names = [...new Map(drills.map((drill) => [drill.name, drill])).values()];
    const counts = names.flatMap(({ name, says }) => engines.map((engine) => drillCount(name, says, engine, mine)));
    return {
      type,
      caveat: handler.caveat,
      size: Math.max(0, ...drills.map(({ size }) => size)),
      engines: engines.map((engine) => engineSummary(engine, real, counts)),
      drills: counts,
      broken: real.filter(({ held }) => !held),
    };
  });
}

function drillCount(drill: DrillName, says: string, engine: string, mine: readonly DrillResult[]): DrillCount {
  const these = mine.filter((one) => one.drill === drill && one.engine === engine);
  const real = these.filter(({ control }) => !control);
  const controls = these.filter(({ control }) => control);
  const made = controls.filter(({ violations }) => !isWithoutActs(violations));
  const caught = made.every(({ seen, violations }) => controlCaught(seen, violations));
  const control = controls.length === 0 ? null : !caught ? "missed" : made.length < controls.length ? "not-made" : "caught";
  return { drill, says, engine, n: real.length, held: real.filter(({ held }) => held).length, control };
}

function engineSummary(engine: string, real: readonly DrillResult[], counts: readonly DrillCount[]): EngineSummary {
  const here = real.filter((one) => one.engine === engine);
  const sum = (of: (one: DrillResult) => number) => here.reduce((total, one) => total + of(one), 0);
  const ended = (end: ActEnd) => sum(({ ends }) => ends[end] ?? 0);
  // A dead letter that nobody meant is a finding of its own.
  const givenUp = sum(({ violations }) => violations.filter(({ check }) => check === "dead-letter").length);
  const loaded = here.flatMap(({ load }) => (load === null ? [] : [load]));
  return {
    engine,
    drills: here.length,
    acts: sum(({ size }) => size),
    left: {
      conflicts: ended("conflict"),
      givenUpAsPlanned: Math.max(0, ended("dead-letter") - givenUp),
      givenUp,
      unknown: ended("left"),
      irreversible: ended("impossible"),
    },
    whole: wholeBatches(
      here.filter(({ drill }) => WHOLE_BATCH.includes(drill)),
      counts.filter((one) => one.engine === engine && WHOLE_BATCH.includes(one.drill) && one.n > 0),
    ),
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

function wholeBatches(whole: readonly DrillResult[], counts: readonly DrillCount[]): WholeBatches | null {
  if (whole.length === 0) return null;
  const sum = (of: (one: DrillResult) => number) => whole.reduce((total, one) => total + of(one), 0);
  const carriedOut = ({ size, ends }: DrillResult) => size - (ends["never-applied"] ?? 0);
  const held = whole.filter((one) => one.held).length;
  const [cold, warm] = [whole.filter((one) => one.cold), whole.filter((one) => !one.cold)];
  const isMixed = cold.length > 0 && warm.length > 0;
  const shown = held === whole.length && counts.every(({ control }) => control === "caught");
  return {
    n: whole.length,
    held,
    failAtMost: shown ? zeroFailureUpper(whole.length).exact : null,
    carriedOut: sum(carriedOut),
    // What was never carried out is as before too.
    back: sum((one) => Math.max(0, Math.min(carriedOut(one), one.restored - (one.ends["never-applied"] ?? 0)))),
    times: timesOf(whole),
    cold: isMixed ? timesOf(cold) : null,
    warm: isMixed ? timesOf(warm) : null,
  };
}

function timesOf(drills: readonly DrillResult[]): DrillTimes {
  return drillTimes(drills.map(({ held, ms }) => (held ? ms.undo + ms.check : Infinity)));
}
