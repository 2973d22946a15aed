import { WeightedClusters } from "../stats/weightedClusters.ts";
import type { TimeFacts } from "./typeFacts.ts";

/** One end of the range errs in 5%, as everywhere: both together in 10%. */
const BOTH_ENDS = 0.9;

/** Counts the seconds that people took for decisions of one type, cluster by cluster. */
export class TimeCount {
  readonly #clusters = new Map<string, { hits: number; size: number; cases: number }>();
  #untimed = 0;
  #alike = 0;

  /** One decision of the type: how long the person took, where the record says so, and would the agent have taken it alike? */
  add(cluster: string, seconds: number | undefined, alike: boolean): void {
    if (seconds === undefined) {
      this.#untimed++;
      return;
    }
    const sums = this.#clusters.get(cluster) ?? { hits: 0, size: 0, cases: 0 };
    this.#clusters.set(cluster, sums);
    sums.cases++;
    sums.size += seconds;
    if (!alike) return;
    this.#alike++;
    sums.hits += seconds;
  }

  /** Null without a timed decision. Source: `WeightedClusters`, each decision weighted by its seconds. */
  facts(): TimeFacts | null {
    if (this.#clusters.size === 0) return null;
    const weighted = new WeightedClusters();
    const sums = { timed: 0, seconds: 0, alikeSeconds: 0 };
    for (const cluster of this.#clusters.values()) {
      sums.timed += cluster.cases;
      sums.seconds += cluster.size;
      sums.alikeSeconds += cluster.hits;
      if (cluster.size > 0) weighted.add(cluster);
    }
    const { adjusted } = weighted.share(BOTH_ENDS);
    return { ...sums, untimed: this.#untimed, alike: this.#alike, clusters: this.#clusters.size, effective: adjusted };
  }
}
