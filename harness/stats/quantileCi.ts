import { binomTail } from "./binomTail.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";
import { type Sides, tailOf } from "./sides.ts";

/** Which of the sorted times bound the quantile, counted from 1; null: no bound at this level, too few times. */
export interface QuantileCi {
  readonly low: number | null;
  readonly high: number | null;
  /** How likely bounds of these places hold the quantile: at least the confidence. */
  readonly coverage: number;
}

/**
 * An interval for a quantile of times from their order alone: bounds are the `low`th and `high`th of `n` sorted times.
 * Drills that failed have the time Infinity and stay among the n. Exact for any distribution without ties, more cautious with ties.
 * Throws a RangeError unless n is a whole number and quantile and confidence lie between 0 and 1.
 * Source: Wilks 1941, Annals of Math. Statistics 12; Hahn & Meeker 1991, section 5.2.
 */
export function quantileCi(n: number, quantile: number, confidence = 0.95, sides: Sides = "two"): QuantileCi {
  refuseUnlessWhole("n", n);
  refuseUnlessInside("quantile", quantile);
  const tail = tailOf(confidence, sides);
  // The chance that at most k - 1 of the times lie below the quantile: then the kth is at or above it.
  const below = (k: number): number => binomTail(k - 1, n, quantile).atMost;
  // The tails are computed in floats: an exact tie with the level must count as reached.
  const low = sides === "upper" ? 0 : last(n, (k) => below(k) <= tail * (1 + 1e-12));
  const high = sides === "lower" ? n + 1 : 1 + last(n, (k) => below(k) < (1 - tail) * (1 - 1e-12));
  return {
    low: low === 0 ? null : low,
    high: high > n ? null : high,
    coverage: (high > n ? 1 : below(high)) - (low === 0 ? 0 : below(low)),
  };
}

/** The last of 1 to n for which `holds`, which must hold for all before it; 0 for none. */
function last(n: number, holds: (k: number) => boolean): number {
  let inside = 0;
  let outside = n + 1;
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
