import { clusterSe } from "../stats/clusterSe.ts";
import { ClusterTotals } from "../stats/clusterTotals.ts";

/** Counts one share case by case and cluster by cluster, in constant memory, to know what its cases are worth together. */
export class ClusterShare {
  readonly #totals = new ClusterTotals();
  #matches = 0;
  #size = 0;

  /** The next case of the cluster that is open. */
  add(match: boolean): void {
    this.#size++;
    if (match) this.#matches++;
  }

  /** The open cluster is complete. */
  close(): void {
    if (this.#size > 0) this.#totals.add({ matches: this.#matches, size: this.#size });
    this.#matches = 0;
    this.#size = 0;
  }

  /** How many independent cases each case is worth, at most 1: less where cases of one cluster come out alike. */
  worth(): number {
    const { clusters, size } = this.#totals;
    return clusters === size ? 1 : clusterSe(this.#totals).adjusted / size;
  }
}
