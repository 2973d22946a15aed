import { type Cluster, type ClusterTotals, totalsOf } from "./clusterTotals.ts";

/** How alike the decisions of one cluster are; null where the data cannot tell. */
export interface Icc {
  readonly icc: number | null;
  /** The size of clusters that counts: their mean, less a correction for unequal sizes. */
  readonly typicalSize: number | null;
  /** Kish's planning factor: how many times more decisions are needed than if they were independent. */
  readonly designEffect: number | null;
  readonly effective: number | null;
}

/**
 * How much of the variance of 0/1 decisions lies between clusters (1: all alike inside, 0 or below: no more alike than strangers).
 * Null with fewer than two clusters, with single decisions only, or when all decisions are equal. Throws a RangeError on counts that are not counts.
 * Source: one-way analysis of variance estimator, (MSB - MSW) / (MSB + (m0 - 1) MSW), Donner 1986, Int. Stat. Review 54;
 * design effect 1 + (sum m² / sum m - 1) max(0, icc), Kish 1965.
 */
export function iccAnova(clusters: Iterable<Cluster> | ClusterTotals): Icc {
  const totals = totalsOf(clusters);
  const { between, within } = totals.meanSquares();
  const typicalSize = totals.typicalSize();
  const total = between === null || within === null || typicalSize === null ? 0 : between + (typicalSize - 1) * within;
  if (between === null || within === null || total === 0) return { icc: null, typicalSize, designEffect: null, effective: null };
  const icc = (between - within) / total;
  const designEffect = 1 + (totals.sizeSquared / totals.size - 1) * Math.max(0, icc);
  return { icc, typicalSize, designEffect, effective: totals.size / designEffect };
}
