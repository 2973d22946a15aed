import type { ShareEvidence } from "../evidence.ts";
import { clopperPearson, type Interval } from "../stats/clopperPearson.ts";
import { clusterSe } from "../stats/clusterSe.ts";
import { ClusterTotals } from "../stats/clusterTotals.ts";
import { RateBounds } from "../stats/rateBounds.ts";
import { WeightedClusters } from "../stats/weightedClusters.ts";
import { outlook } from "./outlook.ts";
import type { SequencePoint } from "./sequence.ts";

export interface ShareOptions {
  /** The rates that gates ask about; fixed before the first case, so that the evidence at each is followed from the start. */
  readonly lines: readonly AskedLine[];
  /** Do cases weigh differently? */
  readonly weighted?: boolean | undefined;
  /** The most decisions, by weight, that one cluster may count for. Default: any number. */
  readonly cap?: number | undefined;
  /** Is the range kept at every look? Default: no. */
  readonly followed?: boolean | undefined;
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
  #most = 0;
  /** Did any cluster count for less than it holds? */
  #capped = false;
  #open = { k: 0, hits: 0, size: 0, cases: 0 };
  readonly #aside = { hits: 0, size: 0 };
  #looks: SequencePoint[] = [];

  constructor(options: ShareOptions) {
    this.#options = options;
    this.#bounds = new RateBounds({ lines: options.lines.map(({ line }) => line) });
    if (options.weighted === true || options.cap !== undefined) this.#weighted = new WeightedClusters();
  }

  /** The next case of the cluster that is open. */
  add(hit: boolean, weight = 1): void {
    this.#open.cases++;
    this.#open.size += weight;
    if (!hit) return;
    this.#open.k++;
    this.#open.hits += weight;
  }

  /** The open cluster is complete; `most` is the most that any cluster can weigh, fixed before the first answer. */
  close(most = 1): void {
    const { k, hits, size, cases } = this.#open;
    if (cases === 0) return;
    this.#k += k;
    this.#n += cases;
    const { cap = Infinity } = this.#options;
    const part = Math.min(1, cap / size);
    if (part < 1) this.#capped = true;
    // Equal sums of weights that were added in different orders may differ in their last bit.
    const cluster = { hits: Math.min(hits, size) * part, size: size * part };
    this.#bounds.add({ ...cluster, most: Math.min(most, cap) });
    this.#most = Math.max(this.#most, Math.min(most, cap));
    this.#totals.add({ matches: k, size: cases });
    this.#weighted?.add({ ...cluster, cases });
    this.#open = { k: 0, hits: 0, size: 0, cases: 0 };
    if (this.#options.followed === true && this.#bounds.looked) this.#looks.push(this.#point(this.#bounds.bounds(false)));
  }

  /** A case of a cluster that has had its vote: it gives no evidence, but the range must bear the share it belongs to. */
  aside(hit: boolean, weight = 1): void {
    this.#n++;
    this.#aside.size += weight;
    if (!hit) return;
    this.#k++;
    this.#aside.hits += weight;
  }

  /** Cases in closed clusters. */
  get n(): number {
    return this.#n;
  }

  /** Of these, the ones in which it was so. */
  get k(): number {
    return this.#k;
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
    copy.#most = this.#most;
    copy.#capped = this.#capped;
    copy.#open = { ...this.#open };
    Object.assign(copy.#aside, this.#aside);
    copy.#looks = [...this.#looks];
    return copy;
  }

  /** The share by weight, of all cases; null before the first. */
  get rate(): number | null {
    const size = this.#bounds.size + this.#aside.size;
    if (size === 0) return null;
    return Math.min(1, ((this.#bounds.rate ?? 0) * this.#bounds.size + this.#aside.hits) / size);
  }

  /** The range at every look so far, and as it stands now; closed clusters only. Empty before the first, and for a share that is not followed. */
  followed(): SequencePoint[] {
    if (this.#looks.length === 0) return [];
    const before = this.#looks.filter(({ n }) => n < this.#n);
    return [...before, this.#point(this.#bounds.bounds(true))];
  }

  #point({ low, high }: Interval): SequencePoint {
    return { n: this.#n, k: this.#k, rate: this.rate ?? 0, ...this.#range(low, high) };
  }

  /** The share seen belongs to its range, also where an early stretch was luckier than the rest. */
  #range(low: number, high: number): Interval {
    const { rate } = this;
    return { low: Math.min(low, high, rate ?? 1), high: Math.max(low, high, rate ?? 0) };
  }

  /** What was counted so far; closed clusters only. */
  evidence(): ShareEvidence {
    const { low, high } = this.#bounds.bounds(true);
    const { rate } = this;
    const seen = { bounds: this.#bounds, rate, cases: this.#n };
    return {
      k: this.#k,
      n: this.#n,
      clusters: this.#totals.clusters,
      rate,
      most: this.#most,
      ...this.#range(low, high),
      contradicts: low > high,
      ...this.#oneLook(),
      lines: this.#bounds.lines(true).map(({ line, above, below }, at) => ({
        ...(this.#options.lines[at] as AskedLine),
        above: finite(above.best),
        below: finite(below.best),
        now: finite(above.now),
        ...outlook(seen, line, this.#options.lines[at]?.alpha),
      })),
    };
  }

  /** The range for one look at a number of cases fixed beforehand, and the independent cases that it counts. */
  #oneLook(): Pick<ShareEvidence, "effective" | "oneLook"> {
    const weighted = this.#options.weighted === true || this.#capped ? this.#weighted?.share() : undefined;
    if (weighted !== undefined) return { effective: weighted.adjusted, oneLook: { low: weighted.low, high: weighted.high } };
    const { clusters, size, matches } = this.#totals;
    if (clusters === size) return { effective: size, oneLook: clopperPearson(matches, size) };
    const { adjusted, low, high } = clusterSe(this.#totals);
    return { effective: adjusted, oneLook: { low, high } };
  }
}

/** Certainty is more evidence than any number, and JSON has no word for it. */
function finite(logE: number): number {
  return Math.min(logE, Number.MAX_VALUE);
}
