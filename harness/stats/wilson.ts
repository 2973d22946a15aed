import type { Interval } from "./clopperPearson.ts";
import { normalQuantile } from "./normalQuantile.ts";
import { refuseUnlessCounts } from "./refuse.ts";
import { type Sides, tailOf } from "./sides.ts";

/**
 * A short interval for a share, right on average, from `matches` of `n` independent cases looked at once; n = 0 gives [0, 1].
 * For display: near 0 and 1 its coverage can fall below `confidence`. Throws a RangeError unless 0 <= matches <= n are whole numbers.
 * Source: Wilson 1927, JASA 22; Brown, Cai & DasGupta 2001, Statistical Science 16, equation 4.
 */
export function wilson(matches: number, n: number, confidence = 0.95, sides: Sides = "two"): Interval {
  refuseUnlessCounts(matches, n);
  const z = -normalQuantile(tailOf(confidence, sides));
  if (n === 0) return { low: 0, high: 1 };
  const share = matches / n;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return {
    low: sides === "upper" || matches === 0 ? 0 : Math.max(0, centre - half),
    high: sides === "lower" || matches === n ? 1 : Math.min(1, centre + half),
  };
}
