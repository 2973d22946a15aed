import { EarnestError } from "../errors.ts";
import { drilledBy } from "../evidence/drilledBy.ts";
import { type DrillFact, undoSeconds } from "../evidence/drillFact.ts";
import { fewestDrills } from "../evidence/drillStats.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import { DRILL_DAYS, type DrillAsked, isWhole, notCounted } from "../evidence/undoneOn.ts";
import { binomTail } from "../stats/binomTail.ts";
import { quantileCi } from "../stats/quantileCi.ts";
import { count, duration, limitPercent, many } from "../words.ts";
import { checkAmount, checkCount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf, type Found } from "./criterionOf.ts";
import { daysUp } from "./days.ts";
import { gateMethod } from "./gateMethod.ts";

const NAME = "undoneWithin";
const CONFIDENCE = 1 - gateMethod.alpha;

/**
 * That share of drills has to be over within so many minutes, each at most `days` old (90): of batches of at least `size` (as the row's
 * drills say, else 1), under at least `load` other operations a second (0).
 */
export interface UndoDemand {
  readonly minutes: number;
  readonly share: number;
  readonly days?: number;
  readonly size?: number;
  readonly load?: number;
}

/**
 * Is it undone in time, again and again? From the decision until the state was verified, over all drills of a whole batch with what is in
 * force, system by system: met by the upper limit of the time that `share` of them stay within, not met by the lower, each one-sided at 95%.
 * Every engine of the row's fixture has to meet it on one system, and no system may miss it. A drill that did not hold is endless; it counts
 * however small or old it was, and one that was too slow however small. Source: `quantileCi`.
 */
export function undoneWithin(demand: UndoDemand): Criterion {
  checkSettings(NAME, demand, "undoneWithin({ minutes: 15, share: 0.95 })");
  const { minutes, share, days = DRILL_DAYS, size, load } = demand;
  checkAmount(NAME, "minutes", minutes);
  if (!(typeof share === "number" && share > 0 && share < 1))
    throw new EarnestError("SUITE_BROKEN", `${NAME} expects share as a number between 0 and 1, got ${String(share)}`);
  checkAmount(NAME, "days", days);
  if (size !== undefined) checkCount(NAME, "size", size);
  if (load !== undefined) checkAmount(NAME, "load", load);
  const of = size === undefined ? "of any size" : `of at least ${count(size)}`;
  return {
    ...criterionOf(
      {
        name: NAME,
        params: { minutes, share, days, ...(size === undefined ? {} : { size }), ...(load === undefined ? {} : { load }) },
        question:
          load === undefined ? "Is it undone in time, again and again?" : "Is it undone in time under load, again and again?",
        limit: `${limitPercent(share)} of drills, with batches ${of}, within ${count(minutes)} min${load === undefined ? "" : ` under ${count(load)} other operations a second`}, at most ${daysUp(days)} ago`,
      },
      ({ facts }) => find({ ...demand, days }, facts),
    ),
    of: (row) => {
      const sizes = drilledBy(row.drills)
        .filter(isWhole)
        .map((one) => one.size);
      return size !== undefined || sizes.length === 0
        ? undoneWithin(demand)
        : undoneWithin({ ...demand, size: Math.min(...sizes) });
    },
  };
}

/** What the drills on one system say. */
interface Timed {
  readonly system: string;
  readonly engine: string | null;
  readonly n: number;
  readonly within: number;
  /** Limits in seconds; null: none yet; Infinity: for ever. */
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: "met" | "not-met" | "insufficient";
}

function find({ minutes, share, days, size, load = 0 }: UndoDemand & { readonly days: number }, facts: TypeFacts): Found {
  const limit = minutes * 60;
  const counted = facts.drills.filter((drill) => {
    if (!isWhole(drill)) return false;
    const not = notCounted(drill, facts, { days, size });
    // What was too slow, or did not hold, would have been no better in a larger batch, or under load.
    if (undoSeconds(drill) > limit) return not === null || not.kind === "size" || not.kind === "control";
    return not === null && (drill.load ?? 0) >= load;
  });
  const systems = [...Map.groupBy(counted, ({ system }) => system)].map(([system, drills]) =>
    timed(system, drills, share, limit),
  );
  const fewest = fewestDrills(share);
  const deciding = decisive(systems, enginesOf(facts));
  const [worst] = deciding;
  const on = worst === undefined || systems.length === 0 || (systems.length === 1 && worst.n > 0) ? "" : ` on ${worst.system}`;
  if (worst === undefined || systems.length === 0)
    return {
      verdict: "insufficient",
      because: `No drill of a whole batch${size === undefined || size === 1 ? "" : ` of at least ${count(size)}`}${load === 0 ? "" : ` under ${count(load)} other operations a second`} counts with this version; such a limit takes ${count(fewest)} of them.${notSaid(facts, { days, size })}`,
      fact: "no drill",
      change: `${count(fewest)} drills within ${many(minutes, "minute")}.`,
      numbers: { n: 0, limit: minutes, fewest, p: 1 },
    };
  const { n, within, low, high } = worst;
  const p = Math.max(...deciding.map((one) => binomTail(one.within, one.n, share).atLeast));
  const numbers = { n, within, limit: minutes, fewest, p, ...finite("low", low), ...finite("high", high) };
  const stays = `${limitPercent(share)} of drills`;
  const detail = `${count(within)} of ${many(n, "drill")} in time`;
  const seen = `${detail}${on}`;
  if (worst.verdict === "met")
    return {
      verdict: "met",
      because: `With 95% confidence ${stays} are over within ${duration(high ?? 0)}${on}: ${seen}. The limit is ${many(minutes, "minute")}.`,
      fact: `at most ${duration(high ?? 0)}`,
      detail,
      change: "drills that are slower, or do not hold.",
      numbers,
    };
  if (worst.verdict === "not-met")
    return {
      verdict: "not-met",
      because: `With 95% confidence fewer than ${stays} are over within ${many(minutes, "minute")}${on}: ${seen}.`,
      fact: low === Infinity ? "does not hold" : `more than ${duration(limit)}`,
      detail,
      change: `a quicker undo: ${stays} within ${many(minutes, "minute")}.`,
      numbers,
    };
  const few = n < fewest;
  return {
    verdict: "insufficient",
    because: few
      ? `No upper limit at 95% yet: it takes ${count(fewest)} drills, ${count(n)} ${n === 1 ? "was" : "were"} made${on}.`
      : `${seen}: too close to ${limitPercent(share)} to say.`,
    fact: few ? `${count(n)} of ${many(fewest, "drill")}` : detail,
    detail: few ? detail : "",
    change: few ? `${many(fewest - n, "more drill")} in time${on}.` : "more drills in time.",
    numbers,
  };
}

/** The worst first. */
const RANK = { "not-met": 0, insufficient: 1, met: 2 };

/** The engines that whole batches of the row run on. */
function enginesOf({ drilled }: TypeFacts): string[] {
  return [...new Set(drilled.filter(isWhole).flatMap(({ engines }) => engines))];
}

/**
 * The systems that decide, the worst first: one that misses the limit; else the best on every engine of the row's fixture. So one more drill
 * that holds, on whatever system, takes nothing back.
 */
function decisive(systems: readonly Timed[], engines: readonly string[]): readonly Timed[] {
  const missed = systems.filter(({ verdict }) => verdict === "not-met");
  if (missed.length > 0) return missed;
  const best = (some: readonly Timed[]) => some.toSorted((a, b) => RANK[b.verdict] - RANK[a.verdict] || b.n - a.n).slice(0, 1);
  if (engines.length === 0) return best(systems);
  return engines
    .flatMap((engine) => {
      const found = best(systems.filter((one) => one.engine === engine));
      return found.length > 0 ? found : [{ ...NONE, system: engine, engine }];
    })
    .sort((a, b) => RANK[a.verdict] - RANK[b.verdict] || a.n - b.n);
}

const NONE = { n: 0, within: 0, low: null, high: null, verdict: "insufficient" } as const;

/** Why the newest drill of a whole batch does not count, where there is one. */
function notSaid(facts: TypeFacts, asked: DrillAsked): string {
  const newest = facts.drills.find(isWhole);
  const not = newest === undefined ? null : notCounted(newest, facts, asked);
  return not === null ? "" : ` The newest was ${not.says}.`;
}

function timed(system: string, drills: readonly DrillFact[], share: number, limit: number): Timed {
  const sorted = drills.map(undoSeconds).sort((a, b) => a - b);
  const n = sorted.length;
  const at = (place: number | null) => (place === null ? null : (sorted[place - 1] ?? null));
  const low = at(quantileCi(n, share, CONFIDENCE, "lower").low);
  const high = at(quantileCi(n, share, CONFIDENCE, "upper").high);
  return {
    system,
    engine: drills[0]?.made?.engine ?? null,
    n,
    within: sorted.filter((seconds) => seconds <= limit).length,
    low,
    high,
    verdict: high !== null && high <= limit ? "met" : low !== null && low > limit ? "not-met" : "insufficient",
  };
}

function finite(name: string, value: number | null): Readonly<Record<string, number>> {
  return value === null || value === Infinity ? {} : { [name]: value };
}
