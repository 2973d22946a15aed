import type { Interval } from "./clopperPearson.ts";
import { type Cluster, totalsOf } from "./clusterTotals.ts";
import { randomIndexes } from "./random.ts";
import { refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";
import { tailOf } from "./sides.ts";

/** How the match rate varies when whole clusters are drawn again; `low` and `high` are the percentile interval. */
export interface Bootstrap extends Interval {
  readonly mean: number;
  readonly se: number;
  /** The smallest drawn rate that at least this share of the draws stay at or below. */
  quantile(share: number): number;
}

/**
 * The percentile interval of the match rate per decision, by drawing whole clusters again, with replacement, `resamples` times.
 * Null without clusters; needs a whole `seed` and at least 1,000 resamples (RangeError). Unreliable below about 30 clusters,
 * and without width when all decisions are equal: for display beside `clusterSe`, never for a gate.
 * Source: Davison & Hinkley 1997, section 3.8; percentile interval, Efron & Tibshirani 1993, section 13.3; quantiles of type 1.
 */
export function clusterBootstrap(
  clusters: readonly Cluster[],
  { seed, resamples = 10_000, confidence = 0.95 }: { seed: number; resamples?: number; confidence?: number },
): Bootstrap | null {
  refuseUnlessWhole("resamples", resamples, 1000);
  const tail = tailOf(confidence, "two");
  const count = totalsOf(clusters).clusters;
  if (count === 0) return null;
  const matches = Float64Array.from(clusters, (cluster) => cluster.matches);
  const sizes = Float64Array.from(clusters, (cluster) => cluster.size);
  const draw = randomIndexes(seed, count);
  const rates = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let matched = 0;
    let decided = 0;
    for (let i = 0; i < count; i++) {
      const at = draw();
      matched += matches[at] ?? 0;
      decided += sizes[at] ?? 0;
    }
    rates[resample] = matched / decided;
  }
  rates.sort();
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / resamples;
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
  const quantile = (share: number): number => {
    refuseUnlessShare("quantile", share);
    // 0.025 * 10,000 must count as 250 draws even where the product is a hair above.
    return rates[Math.max(0, Math.ceil(share * resamples - 1e-9) - 1)] as number;
  };
  return { mean, se: Math.sqrt(squares / resamples), quantile, low: quantile(tail), high: quantile(1 - tail) };
}
