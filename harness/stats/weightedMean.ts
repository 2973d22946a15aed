import { kornGraubard } from "./kornGraubard.ts";
import type { WeightedShare } from "./poststratified.ts";
import { refuseUnlessShare } from "./refuse.ts";

/** One case with its weight (any scale). */
export interface WeightedCase {
  /** 1 for a match, 0 for a miss; a share of a match is allowed. */
  readonly value: number;
  readonly weight: number;
}

/** A weighted share, with the largest part that one case has in it. */
export interface WeightedMean extends WeightedShare {
  readonly largestShare: number;
}

/**
 * The weighted match rate (Hajek) and its two-sided interval, when each case stands for a number of production cases.
 * No cases give no estimate and [0, 1]. Refuse to use it when `kish` is below 30 or `largestShare` above 0.1.
 * Throws a RangeError on values outside [0, 1] and weights that are not positive.
 * Source: Hajek 1971; variance n/(n-1) sum w²(x-p)² / (sum w)², Lumley 2010; Kish 1965;
 * interval by Korn & Graubard 1998, Survey Methodology 24.
 */
export function weightedMean(cases: readonly WeightedCase[], confidence = 0.95): WeightedMean {
  const n = cases.length;
  let weights = 0;
  let squares = 0;
  let weighted = 0;
  let largest = 0;
  for (const { value, weight } of cases) {
    refuseUnlessShare("a value", value);
    if (!(weight > 0 && Number.isFinite(weight))) throw new RangeError(`expected a positive weight, got ${weight}`);
    weights += weight;
    squares += weight * weight;
    weighted += weight * value;
    largest = Math.max(largest, weight);
  }
  if (n === 0) {
    return { estimate: null, se: null, effective: null, adjusted: 0, kish: 0, fallback: true, low: 0, high: 1, largestShare: 0 };
  }
  const kish = weights ** 2 / squares;
  const estimate = Math.min(1, weighted / weights);
  const residuals = cases.reduce((sum, { value, weight }) => sum + (weight * (value - estimate)) ** 2, 0);
  const variance = n < 2 ? null : (n / (n - 1)) * (residuals / weights ** 2);
  const interval = kornGraubard({ share: estimate, variance, n, df: n - 1, spare: kish }, confidence);
  const se = interval.fallback || variance === null ? null : Math.sqrt(variance);
  return { estimate, se, kish, largestShare: largest / weights, ...interval };
}
