import { clopperPearson, type Interval } from "../stats/clopperPearson.ts";
import { clusterSe } from "../stats/clusterSe.ts";
import { ClusterTotals } from "../stats/clusterTotals.ts";
import { WeightedClusters } from "../stats/weightedClusters.ts";

/** A cluster whose cases are all there: how many, in how many it was so, and what both weigh before any cap. */
export interface WholeCluster {
  readonly k: number;
  readonly cases: number;
  readonly hits: number;
  readonly size: number;
}

/** What a share comes to in one look: the cases, the share by weight, its two-sided 95% range, and the independent cases that it counts. */
export interface OneLookSeen {
  readonly k: number;
  readonly cases: number;
  /** Null without cases. */
  readonly rate: number | null;
  readonly range: Interval;
  readonly effective: number;
}

/** A share for one look at a number of cases fixed beforehand, cluster by cluster, in constant memory; no gate rests on its range. */
export class OneLook {
  readonly #weighted: boolean;
  readonly #cap: number | undefined;
  /** Did any cluster count for less than it holds? */
  #capped = false;
  #totals = new ClusterTotals();
  #weights: WeightedClusters | undefined;

  constructor({ weighted, cap }: { readonly weighted?: boolean | undefined; readonly cap?: number | undefined }) {
    this.#weighted = weighted === true;
    this.#cap = cap;
    if (this.#weighted || cap !== undefined) this.#weights = new WeightedClusters();
  }

  /** Adds a cluster, and returns what it counts for by weight under the cap. */
  add({ k, cases, hits, size }: WholeCluster): { readonly hits: number; readonly size: number } {
    const part = Math.min(1, (this.#cap ?? Infinity) / size);
    if (part < 1) this.#capped = true;
    // Equal sums of weights that were added in different orders may differ in their last bit.
    const counted = { hits: Math.min(hits, size) * part, size: size * part };
    this.#totals.add({ matches: k, size: cases });
    this.#weights?.add({ ...counted, cases });
    return counted;
  }

  get clusters(): number {
    return this.#totals.clusters;
  }

  /** A copy that goes on by itself. */
  clone(): OneLook {
    const copy = new OneLook({ weighted: this.#weighted, cap: this.#cap });
    copy.#capped = this.#capped;
    copy.#totals = Object.assign(new ClusterTotals(), this.#totals);
    copy.#weights = this.#weights?.clone();
    return copy;
  }

  seen(): OneLookSeen {
    const { clusters, size, matches } = this.#totals;
    const counts = { k: matches, cases: size };
    const byWeight = this.#weighted || this.#capped ? this.#weights?.share() : undefined;
    const { estimate, adjusted, low, high } =
      byWeight ??
      (clusters === size
        ? { estimate: size === 0 ? null : matches / size, adjusted: size, ...clopperPearson(matches, size) }
        : clusterSe(this.#totals));
    return { ...counts, rate: estimate, range: { low, high }, effective: adjusted };
  }
}
