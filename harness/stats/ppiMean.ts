import type { Interval } from "./clopperPearson.ts";
import { covariance, mean, variance } from "./moments.ts";
import { normalQuantile } from "./normalQuantile.ts";
import { refuseUnlessInside } from "./refuse.ts";

/** One adjudicated case: what a person ruled and what the judge did, 1 for a match and 0 for a miss. */
export interface Adjudicated {
  readonly human: number;
  readonly judge: number;
}

/** An estimate with a normal interval, which is not clipped to [0, 1]. */
export interface NormalEstimate {
  readonly estimate: number;
  readonly se: number;
  readonly interval: Interval;
}

/** The match rate from people alone, with the judge taken at full weight, and with the weight that suits its quality. */
export interface PpiMean {
  readonly humans: NormalEstimate;
  readonly full: NormalEstimate;
  readonly tuned: NormalEstimate;
  /** The weight of the judge in `tuned`, from 0 (ignored) to 1. */
  readonly weight: number;
}

/**
 * The match rate from a few cases that people ruled on and many that only a judge did; people's cases are a random sample, not among `judged`.
 * The normal intervals fail when few disagreements are seen (no width if none): with a 0/1 judge use `poststratified` by its label.
 * Throws a RangeError with fewer than two cases on either side and on a confidence that is not between 0 and 1.
 * Source: Angelopoulos et al. 2023, Science 382; weight by Angelopoulos, Duchi & Zrnic 2023, arXiv 2311.01453, with n - 1 variances.
 */
export function ppiMean(adjudicated: readonly Adjudicated[], judged: readonly number[], confidence = 0.95): PpiMean {
  refuseUnlessInside("confidence", confidence);
  if (adjudicated.length < 2 || judged.length < 2)
    throw new RangeError("expected at least two cases with and two without adjudication");
  const humans = adjudicated.map((one) => one.human);
  const judges = adjudicated.map((one) => one.judge);
  const z = normalQuantile((1 + confidence) / 2);
  const withWeight = (weight: number): NormalEstimate => {
    const corrections = humans.map((human, at) => human - weight * (judges[at] ?? 0));
    const estimate = weight * mean(judged) + mean(corrections);
    const se = Math.sqrt((weight ** 2 * variance(judged)) / judged.length + variance(corrections) / humans.length);
    return { estimate, se, interval: { low: estimate - z * se, high: estimate + z * se } };
  };
  // All of the judge's rulings say how far it spreads; only the adjudicated ones how it goes with people.
  const spread = variance([...judges, ...judged]);
  const best = spread === 0 ? 0 : covariance(humans, judges) / ((1 + humans.length / judged.length) * spread);
  const weight = Math.min(1, Math.max(0, best));
  return { humans: withWeight(0), full: withWeight(1), tuned: withWeight(weight), weight };
}
