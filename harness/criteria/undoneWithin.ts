import { WHOLE_BATCH } from "../drill/drillWords.ts";
import { EarnestError } from "../errors.ts";
import { fewestDrills } from "../evidence/drillStats.ts";
import type { DrillRecord } from "../evidence/drills.ts";
import { inForce } from "../evidence/drillsSeen.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import { binomTail } from "../stats/binomTail.ts";
import { quantileCi } from "../stats/quantileCi.ts";
import { count, duration, limitPercent, many } from "../words.ts";
import { checkAmount, checkCount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf, type Found } from "./criterionOf.ts";
import { gateMethod } from "./gateMethod.ts";

const NAME = "undoneWithin";
const CONFIDENCE = 1 - gateMethod.alpha;

/** That share of drills has to be over within so many minutes: of batches of at least `size` (1), under at least `load` other operations a second (0). */
export interface UndoDemand {
  readonly minutes: number;
  readonly share: number;
  readonly size?: number;
  readonly load?: number;
}

/**
 * Is it undone in time, again and again? From the decision until the state was verified, over all drills of a whole batch with the agent
 * version under test, system by system: met by the upper limit of the time that `share` of them stay within, not met by the lower, each
 * one-sided at 95%. A drill that did not hold is endless; one that failed or was too slow counts however small it was. Source: `quantileCi`.
 */
export function undoneWithin(demand: UndoDemand): Criterion {
  checkSettings(NAME, demand, "undoneWithin({ minutes: 15, share: 0.95 })");
  const { minutes, share, size, load } = demand;
  checkAmount(NAME, "minutes", minutes);
  if (!(typeof share === "number" && share > 0 && share < 1))
    throw new EarnestError("SUITE_BROKEN", `${NAME} expects share as a number between 0 and 1, got ${String(share)}`);
  if (size !== undefined) checkCount(NAME, "size", size);
  if (load !== undefined) checkAmount(NAME, "load", load);
  return criterionOf(
    {
      name: NAME,
      params: { minutes, share, ...(size === undefined ? {} : { size }), ...(load === undefined ? {} : { load }) },
      question:
        load === undefined ? "Is it undone in time, again and again?" : "Is it undone in time under load, again and again?",
      limit: `${limitPercent(share)} of drills${size === undefined ? "" : ` of at least ${count(size)}`} within ${count(minutes)} min${load === undefined ? "" : ` under ${count(load)} other operations a second`}`,
    },
    ({ facts }) => find(demand, facts),
  );
}

/** What the drills on one system say. */
interface Timed {
  readonly system: string;
  readonly n: number;
  readonly within: number;
  /** Limits in seconds; null: none yet; Infinity: for ever. */
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: "met" | "not-met" | "insufficient";
}

function find({ minutes, share, size = 1, load = 0 }: UndoDemand, facts: TypeFacts): Found {
  const mine = facts.drills.filter(
    ({ agent, handler, drill }) =>
      agent === facts.version && inForce(handler, facts.drilled) && (drill === undefined || WHOLE_BATCH.includes(drill)),
  );
  const limit = minutes * 60;
  const counted = mine.filter(
    (one) =>
      timeOf(one) > limit ||
      (one.actions >= size && (one.load ?? 0) >= load && (one.drill === undefined || one.control === "caught")),
  );
  const systems = [...Map.groupBy(counted, ({ system }) => system)].map(([system, drills]) =>
    timed(system, drills, share, limit),
  );
  const fewest = fewestDrills(share);
  const worst = systems.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict] || a.n - b.n)[0];
  const on = systems.length > 1 && worst !== undefined ? ` on ${worst.system}` : "";
  if (worst === undefined)
    return {
      verdict: "insufficient",
      because: `No drill of a whole batch${size > 1 ? ` of at least ${count(size)}` : ""} counts with this version; such a limit takes ${count(fewest)} of them.`,
      fact: "no drill",
      change: `${count(fewest)} drills within ${many(minutes, "minute")}.`,
      numbers: { n: 0, limit: minutes, fewest, p: 1 },
    };
  const { n, within, low, high } = worst;
  const p = Math.max(...systems.map((one) => binomTail(one.within, one.n, share).atLeast));
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

const RANK = { "not-met": 0, insufficient: 1, met: 2 };

function timed(system: string, drills: readonly DrillRecord[], share: number, limit: number): Timed {
  const sorted = drills.map(timeOf).sort((a, b) => a - b);
  const n = sorted.length;
  const at = (place: number | null) => (place === null ? null : (sorted[place - 1] ?? null));
  const low = at(quantileCi(n, share, CONFIDENCE, "lower").low);
  const high = at(quantileCi(n, share, CONFIDENCE, "upper").high);
  return {
    system,
    n,
    within: sorted.filter((seconds) => seconds <= limit).length,
    low,
    high,
    verdict: high !== null && high <= limit ? "met" : low !== null && low > limit ? "not-met" : "insufficient",
  };
}

/** In seconds; for ever where it did not restore all, broke a promise, or shows nothing. */
function timeOf({ actions, restored, broken = 0, control, seconds }: DrillRecord): number {
  return restored < actions || broken > 0 || control === "missed" ? Infinity : seconds;
}

function finite(name: string, value: number | null): Readonly<Record<string, number>> {
  return value === null || value === Infinity ? {} : { [name]: value };
}
