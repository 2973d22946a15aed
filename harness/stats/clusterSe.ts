import type { Interval } from "./clopperPearson.ts";
import { type Cluster, type ClusterTotals, totalsOf } from "./clusterTotals.ts";
import { kornGraubard } from "./kornGraubard.ts";

/** A share of decisions that come in clusters. Null where the clusters cannot tell. */
export interface ClusteredShare extends Interval {
  readonly estimate: number | null;
  readonly clusters: number;
  readonly n: number;
  readonly se: number | null;
  /** The standard error if decisions were independent. */
  readonly seNaive: number | null;
  readonly df: number;
  /** How many times larger the clusters make the variance. */
  readonly designEffect: number | null;
  readonly effective: number | null;
  /** The effective number of decisions the interval uses; the number of clusters where the variance says nothing. */
  readonly adjusted: number;
}

/**
 * The match rate per decision and its two-sided interval, when decisions of one cluster may agree with each other.
 * No clusters give no estimate and [0, 1]; a single one has no standard error and counts as one case.
 * Throws a RangeError on counts that are not counts. Asymptotic: unstable below about 30 clusters.
 * Source: Liang & Zeger 1986, Biometrika 73; as a linearised ratio with G/(G-1), Cameron & Miller 2015, J. Human
 * Resources 50; interval by Korn & Graubard 1998, Survey Methodology 24.
 */
export function clusterSe(clusters: Iterable<Cluster> | ClusterTotals, confidence = 0.95): ClusteredShare {
  const totals = totalsOf(clusters);
  const { clusters: count, size: n, matches } = totals;
  if (count === 0) {
    return {
      estimate: null,
      clusters: 0,
      n: 0,
      se: null,
      seNaive: null,
      df: 0,
      designEffect: null,
      effective: null,
      adjusted: 0,
      low: 0,
      high: 1,
    };
  }
  const share = matches / n;
  const variance = count < 2 ? null : (count / (count - 1)) * (Number(residualSquares(totals)) / n ** 4);
  const interval = kornGraubard({ share, variance, n, df: count - 1, spare: count }, confidence);
  const naive = (share * (1 - share)) / n;
  return {
    estimate: share,
    clusters: count,
    n,
    se: variance === null ? null : Math.sqrt(variance),
    seNaive: Math.sqrt(naive),
    df: count - 1,
    designEffect: interval.effective === null ? null : n / interval.effective,
    effective: interval.effective,
    adjusted: interval.adjusted,
    low: interval.low,
    high: interval.high,
  };
}

/** The sum of (matches - share * size)² over clusters, times n², in whole numbers: in floats, equal clusters would differ. */
function residualSquares(totals: ClusterTotals): bigint {
  const [n, matches] = [BigInt(totals.size), BigInt(totals.matches)];
  const cross = 2n * n * matches * BigInt(totals.matchesTimesSize);
  return n * n * BigInt(totals.matchesSquared) - cross + matches * matches * BigInt(totals.sizeSquared);
}
