import { betaQuantile } from "./betaQuantile.ts";
import type { Interval } from "./clopperPearson.ts";
import { refuseUnlessCounts } from "./refuse.ts";
import { type Sides, tailOf } from "./sides.ts";

/**
 * The Bayesian interval for a share under Jeffreys' prior, from `matches` of `n` independent cases looked at once; n = 0 gives [0, 1].
 * For display: close to `confidence` on average, not never below. Throws a RangeError unless 0 <= matches <= n are whole numbers.
 * Source: Brown, Cai & DasGupta 2001, Statistical Science 16, section 3.1.3, with its rules at none and all.
 */
export function jeffreys(matches: number, n: number, confidence = 0.95, sides: Sides = "two"): Interval {
  refuseUnlessCounts(matches, n);
  const tail = tailOf(confidence, sides);
  const [a, b] = [matches + 0.5, n - matches + 0.5];
  return {
    low: sides === "upper" || matches === 0 ? 0 : betaQuantile(tail, a, b),
    high: sides === "lower" || matches === n ? 1 : betaQuantile(1 - tail, a, b),
  };
}
