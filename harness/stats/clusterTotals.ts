import { refuseUnlessCounts, refuseUnlessWhole } from "./refuse.ts";

/** The decisions of one cluster (a conversation, a customer): how many, and how many of them matched. */
export interface Cluster {
  readonly matches: number;
  readonly size: number;
}

/** Running sums over clusters: all that the cluster statistics need, in constant memory. */
export class ClusterTotals {
  clusters = 0;
  size = 0;
  matches = 0;
  sizeSquared = 0;
  matchesSquared = 0;
  matchesTimesSize = 0;
  matchesSquaredOverSize = 0;

  /** Adds one cluster; throws a RangeError unless 0 <= matches <= size are whole numbers and size is at least 1. */
  add({ matches, size }: Cluster): void {
    refuseUnlessWhole("the size of a cluster", size, 1);
    refuseUnlessCounts(matches, size);
    this.clusters += 1;
    this.size += size;
    this.matches += matches;
    this.sizeSquared += size * size;
    this.matchesSquared += matches * matches;
    this.matchesTimesSize += matches * size;
    this.matchesSquaredOverSize += (matches * matches) / size;
  }

  /** Mean squares between and within clusters of the one-way analysis of variance of 0/1 decisions; null where there is none. */
  meanSquares(): { readonly between: number | null; readonly within: number | null } {
    const within = this.matches - this.matchesSquaredOverSize;
    const between = this.matchesSquaredOverSize - this.matches ** 2 / this.size;
    return {
      between: this.clusters < 2 ? null : Math.max(0, between) / (this.clusters - 1),
      within: this.size === this.clusters ? null : Math.max(0, within) / (this.size - this.clusters),
    };
  }

  /** The size of clusters that counts in the analysis of variance: their mean, less a correction for unequal sizes. */
  typicalSize(): number | null {
    return this.clusters < 2 ? null : (this.size - this.sizeSquared / this.size) / (this.clusters - 1);
  }
}

/** The totals of a list of clusters, or the totals themselves when they were kept while streaming. */
export function totalsOf(clusters: Iterable<Cluster> | ClusterTotals): ClusterTotals {
  if (clusters instanceof ClusterTotals) return clusters;
  const totals = new ClusterTotals();
  for (const cluster of clusters) totals.add(cluster);
  return totals;
}
