import type { Interval } from "./clopperPearson.ts";
import { normalQuantile } from "./normalQuantile.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";
import { tQuantile } from "./tQuantile.ts";

/** One share in one cluster: hits and what they are counted of, in whatever unit, whole or not. */
export interface Part {
  readonly hits: number;
  readonly size: number;
}

/** What one cluster adds to two shares; `times` clusters came out alike. */
export interface RatioPair {
  readonly first: Part;
  readonly second: Part;
  readonly times: number;
}

/** An estimate with its standard error and two-sided interval. */
export interface Estimate {
  readonly estimate: number;
  readonly se: number;
  readonly interval: Interval;
}

/** Two shares of the same clusters beside each other. Null where the clusters cannot tell. */
export interface PairedRatios {
  readonly clusters: number;
  readonly first: number | null;
  readonly second: number | null;
  readonly difference: Estimate | null;
  readonly ratio: Estimate | null;
}

/**
 * The difference (first minus second) and the ratio of two shares that are counted over the same clusters, each a sum of hits over a
 * sum of sizes. With clusters of one case each this is the paired t interval, and the delta method on the logarithm of the ratio.
 * Throws a RangeError on a part with more hits than size and on a confidence that is not between 0 and 1.
 * Source: linearised ratios, Cochran 1977, section 6.3, with G/(G-1) as Cameron & Miller 2015; Casella & Berger 2002, section 5.5.4.
 */
export function pairedRatios(clusters: Iterable<RatioPair>, confidence = 0.95): PairedRatios {
  refuseUnlessInside("confidence", confidence);
  const all = [...clusters];
  let count = 0;
  const sums = { hitsA: 0, sizeA: 0, hitsB: 0, sizeB: 0 };
  for (const { first, second, times } of all) {
    refuseUnlessWhole("times", times, 1);
    for (const { hits, size } of [first, second])
      if (!(hits >= 0 && size >= hits && size < Infinity))
        throw new RangeError(`expected 0 <= hits <= size, got ${hits} of ${size}`);
    count += times;
    sums.hitsA += times * first.hits;
    sums.sizeA += times * first.size;
    sums.hitsB += times * second.hits;
    sums.sizeB += times * second.size;
  }
  const { sizeA, sizeB } = sums;
  const a = sizeA === 0 ? null : sums.hitsA / sizeA;
  const b = sizeB === 0 ? null : sums.hitsB / sizeB;
  const found = { clusters: count, first: a, second: b };
  if (a === null || b === null || count < 2) return { ...found, difference: null, ratio: null };
  const errorOf = (residual: (pair: RatioPair) => number) => {
    const squares = all.reduce((sum, pair) => sum + pair.times * residual(pair) ** 2, 0);
    return Math.sqrt((count / (count - 1)) * squares);
  };
  const upper = (1 + confidence) / 2;
  const se = errorOf(({ first, second }) => (first.hits - a * first.size) / sizeA - (second.hits - b * second.size) / sizeB);
  const half = tQuantile(upper, count - 1) * se;
  const difference = { estimate: a - b, se, interval: { low: a - b - half, high: a - b + half } };
  if (a === 0 || b === 0) return { ...found, difference, ratio: null };
  const seLog = errorOf(({ first, second }) => (first.hits / a - first.size) / sizeA - (second.hits / b - second.size) / sizeB);
  const factor = Math.exp(normalQuantile(upper) * seLog);
  const ratio = { estimate: a / b, se: (a / b) * seLog, interval: { low: a / b / factor, high: (a / b) * factor } };
  return { ...found, difference, ratio };
}
