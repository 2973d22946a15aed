import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";

/** A range for a share; both ends in [0, 1]. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact two-sided interval for a share, from `matches` of `n` independent cases looked at once.
 * Its coverage is never below `confidence`; n = 0 gives [0, 1]. Throws a RangeError unless 0 <= matches <= n are whole numbers.
 * Source: Clopper & Pearson 1934, Biometrika 26; as beta quantiles, Brown, Cai & DasGupta 2001, equation 4.
 */
export function clopperPearson(matches: number, n: number, confidence = 0.95): Interval {
  if (!Number.isInteger(matches) || !Number.isInteger(n) || matches < 0 || n < matches) {
    throw new RangeError(`expected whole numbers 0 <= matches <= n, got ${matches} of ${n}`);
  }
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`expected a confidence between 0 and 1, got ${confidence}`);
  const tail = (1 - confidence) / 2;
  // The closed forms at the edges stay accurate where the quantile's argument runs into 0 or 1.
  const edge = n === 0 ? 0 : Math.exp(Math.log(tail) / n);
  return {
    low: matches === 0 ? 0 : matches === n ? edge : betaQuantile(tail, matches, n - matches + 1),
    high: matches === n ? 1 : matches === 0 ? -Math.expm1(Math.log(tail) / n) : betaQuantile(1 - tail, matches + 1, n - matches),
  };
}
