/** The mean of some numbers; NaN for none, so ask first. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The covariance of paired numbers, divided by n - 1; with itself, the variance. NaN for fewer than two, so ask first. */
export function covariance(one: readonly number[], two: readonly number[]): number {
  const [oneMean, twoMean] = [mean(one), mean(two)];
  return one.reduce((sum, value, at) => sum + (value - oneMean) * ((two[at] ?? Number.NaN) - twoMean), 0) / (one.length - 1);
}

/** The variance of some numbers, divided by n - 1. NaN for fewer than two, so ask first. */
export function variance(values: readonly number[]): number {
  return covariance(values, values);
}
