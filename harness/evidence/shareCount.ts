import type { ShareEvidence } from "../evidence.ts";
import type { Interval } from "../stats/clopperPearson.ts";
import { RateBounds } from "../stats/rateBounds.ts";
import { OneLook, type OneLookSeen } from "./oneLook.ts";
import { outlook } from "./outlook.ts";
import type { SequencePoint } from "./sequence.ts";

export interface ShareOptions {
  /** The rates that gates ask about; fixed before the first case, so that the evidence at each is followed from the start. */
  readonly lines: readonly AskedLine[];
  /** Do cases weigh differently? */
  readonly weighted?: boolean | undefined;
  /** The most decisions, by weight, that one cluster may count for. Default: any number. */
  readonly cap?: number | undefined;
  /** Is the range kept at every look, and night by night? Default: no. */
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
  #oneLook: OneLook;
  /** The clusters since a night was last taken, also those that have had their vote. */
  #night: OneLook | undefined;
  #k = 0;
  #n = 0;
  #most = 0;
  /** The largest part of a vote that one case brought. */
  #heaviest = 0;
  #open = nothing();
  /** The open cluster, where it has had its vote. */
  #openAside = nothing();
  readonly #aside = { hits: 0, size: 0 };
  #looks: SequencePoint[] = [];

  constructor(options: ShareOptions) {
    this.#options = options;
    this.#bounds = new RateBounds({ lines: options.lines.map(({ line }) => line) });
    this.#oneLook = new OneLook(options);
    if (options.followed === true) this.#night = new OneLook(options);
  }

  /** The next case of the cluster that is open. */
  add(hit: boolean, weight = 1): void {
    put(this.#open, hit, weight);
  }

  /** The open cluster is complete; `most` is the most that any cluster can weigh, fixed before the first answer. */
  close(most = 1): void {
    if (this.#openAside.cases > 0) {
      this.#night?.add(this.#openAside);
      this.#openAside = nothing();
    }
    if (this.#open.cases === 0) return;
    this.#k += this.#open.k;
    this.#n += this.#open.cases;
    const { cap = Infinity } = this.#options;
    const cluster = this.#oneLook.add(this.#open);
    this.#night?.add(this.#open);
    this.#bounds.add({ ...cluster, most: Math.min(most, cap) });
    this.#most = Math.max(this.#most, Math.min(most, cap));
    const { heaviest, size } = this.#open;
    this.#heaviest = Math.max(this.#heaviest, Math.min(1, (heaviest * (cluster.size / size)) / Math.min(most, cap)));
    this.#open = nothing();
    if (this.#options.followed === true && this.#bounds.looked) this.#looks.push(this.#point(this.#bounds.bounds(false)));
  }

  /** A case of a cluster that has had its vote: it gives no evidence, but the range must bear the share it belongs to. */
  aside(hit: boolean, weight = 1): void {
    this.#n++;
    this.#aside.size += weight;
    put(this.#openAside, hit, weight);
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
    copy.#oneLook = this.#oneLook.clone();
    copy.#night = this.#night?.clone();
    copy.#k = this.#k;
    copy.#n = this.#n;
    copy.#most = this.#most;
    copy.#heaviest = this.#heaviest;
    copy.#open = { ...this.#open };
    copy.#openAside = { ...this.#openAside };
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

  /** What was counted so far; closed clusters only. The outlook is that of an answer that may err with the chance `level` at most. */
  evidence(level = 1): ShareEvidence {
    const { low, high } = this.#bounds.bounds(true);
    const { rate } = this;
    const seen = { bounds: this.#bounds, rate, cases: this.#n, heaviest: this.#heaviest };
    const { range: oneLook, effective } = this.#oneLook.seen();
    return {
      k: this.#k,
      n: this.#n,
      clusters: this.#oneLook.clusters,
      rate,
      most: this.#most,
      ...this.#range(low, high),
      contradicts: low > high,
      effective,
      oneLook,
      lines: this.#bounds.lines(true).map(({ line, above, below }, at) => {
        const asked = this.#options.lines[at] as AskedLine;
        return {
          ...asked,
          above: finite(above.best),
          below: finite(below.best),
          now: finite(above.now),
          ...outlook(seen, line, Math.min(asked.alpha, level)),
        };
      }),
    };
  }

  /** What closed clusters came to since the last time, by themselves; nothing for a share that is not followed. */
  takeNight(): OneLookSeen | undefined {
    const seen = this.#night?.seen();
    if (seen !== undefined) this.#night = new OneLook(this.#options);
    return seen;
  }
}

function nothing() {
  return { k: 0, hits: 0, size: 0, cases: 0, heaviest: 0 };
}

function put(cluster: ReturnType<typeof nothing>, hit: boolean, weight: number): void {
  cluster.cases++;
  cluster.size += weight;
  cluster.heaviest = Math.max(cluster.heaviest, weight);
  if (!hit) return;
  cluster.k++;
  cluster.hits += weight;
}

/** Certainty is more evidence than any number, and JSON has no word for it. */
function finite(logE: number): number {
  return Math.min(logE, Number.MAX_VALUE);
}
