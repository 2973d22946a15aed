import type { ShareEvidence } from "../evidence.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import { clusterSe } from "../stats/clusterSe.ts";
import { ClusterTotals } from "../stats/clusterTotals.ts";
import { RateBounds } from "../stats/rateBounds.ts";
import { WeightedClusters } from "../stats/weightedClusterSe.ts";
import { outlook } from "./outlook.ts";

export interface ShareOptions {
  /** The rates that gates ask about; fixed before the first case, so that the evidence at each is followed from the start. */
  readonly lines: readonly AskedLine[];
  /** The largest weight of a case in the dataset. Default 1: all weigh the same. */
  readonly largestWeight?: number | undefined;
}

/** A rate that a gate asks about, and the error level at which it takes the rate for shown. */
export interface AskedLine {
  readonly line: number;
  readonly alpha: number;
}

/** Counts one share case by case and cluster by cluster, in constant memory. */
export class ShareCount {
  readonly #options: ShareOptions;
  #bounds: RateBounds;
  #totals = new ClusterTotals();
  #weighted: WeightedClusters | undefined;
  #k = 0;
  #n = 0;
  #open = { k: 0, hits: 0, size: 0, cases: 0 };

  constructor(options: ShareOptions) {
    this.#options = options;
    this.#bounds = new RateBounds({ lines: options.lines.map(({ line }) => line), largestWeight: options.largestWeight ?? 1 });
    if (options.largestWeight !== undefined) this.#weighted = new WeightedClusters();
  }

  /** The next case of the cluster that is open. */
  add(hit: boolean, weight = 1): void {
    this.#open.cases++;
    this.#open.size += weight;
    if (!hit) return;
    this.#open.k++;
    this.#open.hits += weight;
  }

  /** The open cluster is complete. */
  close(): void {
    const { k, hits, size, cases } = this.#open;
    if (cases === 0) return;
    this.#k += k;
    this.#n += cases;
    // Equal sums of weights that were added in different orders may differ in their last bit.
    const cluster = { hits: Math.min(hits, size), size, cases };
    this.#bounds.add(cluster);
    this.#totals.add({ matches: k, size: cases });
    this.#weighted?.add(cluster);
    this.#open = { k: 0, hits: 0, size: 0, cases: 0 };
  }

  /** The evidence at a line as of the last look that a full run takes too, and the cases behind it. */
  get bounds(): RateBounds {
    return this.#bounds;
  }

  /** A copy that goes on by itself, the open cluster included. */
  clone(): ShareCount {
    const copy = new ShareCount(this.#options);
    copy.#bounds = this.#bounds.clone();
    copy.#totals = Object.assign(new ClusterTotals(), this.#totals);
    copy.#weighted = this.#weighted?.clone();
    copy.#k = this.#k;
    copy.#n = this.#n;
    copy.#open = { ...this.#open };
    return copy;
  }

  /** What was counted so far; closed clusters only. */
  evidence(): ShareEvidence {
    const { contradicts, ...best } = this.#bounds.bounds(true);
    const range = contradicts ? this.#bounds.latest() : best;
    return {
      k: this.#k,
      n: this.#n,
      clusters: this.#totals.clusters,
      rate: this.#bounds.rate,
      cap: this.#bounds.cap,
      ...range,
      contradicts,
      ...this.#oneLook(),
      lines: this.#bounds.lines(true).map(({ line, above, below }, at) => ({
        ...(this.#options.lines[at] as AskedLine),
        above: above.best,
        below: below.best,
        now: above.now,
        ...outlook(this.#bounds, line, this.#options.lines[at]?.alpha),
      })),
    };
  }

  /** The range for one look at a number of cases fixed beforehand, and the independent cases that it counts. */
  #oneLook(): Pick<ShareEvidence, "effective" | "oneLook"> {
    const weighted = this.#weighted?.share();
    if (weighted !== undefined) return { effective: weighted.adjusted, oneLook: { low: weighted.low, high: weighted.high } };
    const { clusters, size } = this.#totals;
    if (clusters === size) return { effective: size, oneLook: clopperPearson(this.#k, this.#n) };
    const { adjusted, low, high } = clusterSe(this.#totals);
    return { effective: adjusted, oneLook: { low, high } };
  }
}
