import { betaQuantile } from "./betaQuantile.ts";
import { refuseUnlessCounts } from "./refuse.ts";
import { type Sides, tailOf } from "./sides.ts";

/** A range for a share; both ends in [0, 1]. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact interval for a share, from `matches` of `n` independent cases, n fixed beforehand and looked at once.
 * Its coverage is never below `confidence`; n = 0 gives [0, 1]. One side puts the whole error there and leaves the other end at 0 or 1.
 * Throws a RangeError unless 0 <= matches <= n are whole numbers and 0 < confidence < 1.
 * Source: Clopper & Pearson 1934, Biometrika 26; as beta quantiles, Brown, Cai & DasGupta 2001, Statistical Science 16.
 */
export function clopperPearson(matches: number, n: number, confidence = 0.95, sides: Sides = "two"): Interval {
  refuseUnlessCounts(matches, n);
  const tail = tailOf(confidence, sides);
  return {
    low: sides === "upper" ? 0 : exactLow(matches, n, tail),
    high: sides === "lower" ? 1 : exactHigh(matches, n, tail),
  };
}

// The closed forms at the edges stay accurate where the quantile's argument runs into 0 or 1.
function exactLow(matches: number, n: number, tail: number): number {
  if (matches === 0) return 0;
  return matches === n ? Math.exp(Math.log(tail) / n) : betaQuantile(tail, matches, n - matches + 1);
}

function exactHigh(matches: number, n: number, tail: number): number {
  if (matches === n) return 1;
  return matches === 0 ? -Math.expm1(Math.log(tail) / n) : betaQuantile(1 - tail, matches + 1, n - matches);
}
