import { betaQuantile } from "./betaQuantile.ts";
import type { Interval } from "./clopperPearson.ts";
import { refuseUnlessCounts } from "./refuse.ts";
import { tailOf } from "./sides.ts";

/**
 * What to believe about a share after `matches` of `n` cases and a Beta(a, b) prior: the equal-tailed interval and the mean.
 * The default prior is uniform. A belief, not a coverage claim. Throws a RangeError for counts that do not fit or a prior that is not positive.
 * Source: the conjugate posterior Beta(a + matches, b + misses); Gelman et al., Bayesian Data Analysis, section 2.4.
 */
export function bayesBeta(
  matches: number,
  n: number,
  { a = 1, b = 1, confidence = 0.95 }: { a?: number; b?: number; confidence?: number } = {},
): Interval & { readonly mean: number } {
  refuseUnlessCounts(matches, n);
  if (!(a > 0 && b > 0)) throw new RangeError(`expected a prior with positive shapes, got ${a} and ${b}`);
  const tail = tailOf(confidence, "two");
  const [after, against] = [a + matches, b + n - matches];
  return {
    low: betaQuantile(tail, after, against),
    high: betaQuantile(1 - tail, after, against),
    mean: after / (after + against),
  };
}
