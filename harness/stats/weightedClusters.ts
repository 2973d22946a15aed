import type { Interval } from "./clopperPearson.ts";
import { kornGraubard } from "./kornGraubard.ts";

/** A share of weighted decisions that come in clusters. */
export interface WeightedShare extends Interval {
  /** Null without clusters. */
  readonly estimate: number | null;
  /** Independent cases of equal weight that the decisions are worth; what the interval uses. */
  readonly adjusted: number;
}

/** Running sums over clusters of weighted decisions, in constant memory. */
export class WeightedClusters {
  #sums = { clusters: 0, cases: 0, hits: 0, size: 0, hitsSquared: 0, sizeSquared: 0, product: 0 };

  /** Adds one cluster: the weight of its hits, the weight of all its decisions, and how many these are. */
  add({ hits, size, cases }: { readonly hits: number; readonly size: number; readonly cases: number }): void {
    if (!(size > 0 && hits >= 0 && hits <= size && cases >= 1))
      throw new RangeError(`expected a cluster, got ${hits} of ${size}`);
    this.#sums.clusters += 1;
    this.#sums.cases += cases;
    this.#sums.hits += hits;
    this.#sums.size += size;
    this.#sums.hitsSquared += hits * hits;
    this.#sums.sizeSquared += size * size;
    this.#sums.product += hits * size;
  }

  /** A copy that goes on by itself. */
  clone(): WeightedClusters {
    const copy = new WeightedClusters();
    copy.#sums = { ...this.#sums };
    return copy;
  }

  /**
   * The weighted share and its two-sided interval for one look at a number of cases fixed beforehand. Where the variance says nothing, the
   * clusters are worth (sum of weights)^2 / sum of squared weights of them.
   * Source: the linearised ratio (Hajek), Cameron & Miller 2015, J. Human Resources 50; Kish 1965; interval by Korn & Graubard 1998.
   */
  share(confidence = 0.95): WeightedShare {
    if (this.#sums.clusters === 0) return { estimate: null, adjusted: 0, low: 0, high: 1 };
    const share = Math.min(1, this.#sums.hits / this.#sums.size);
    const squares = this.#sums.hitsSquared - 2 * share * this.#sums.product + share * share * this.#sums.sizeSquared;
    const variance =
      this.#sums.clusters < 2
        ? null
        : (this.#sums.clusters / (this.#sums.clusters - 1)) * (Math.max(0, squares) / this.#sums.size ** 2);
    const spare = this.#sums.size ** 2 / this.#sums.sizeSquared;
    const { adjusted, low, high } = kornGraubard(
      { share, variance, n: this.#sums.cases, df: this.#sums.clusters - 1, spare },
      confidence,
    );
    return { estimate: share, adjusted, low, high };
  }
}
