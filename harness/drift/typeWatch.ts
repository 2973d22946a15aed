import type { IdSet } from "../dataset/idSet.ts";
import { detectorNight } from "../evidence/detectorNight.ts";
import { type CusumSteps, cusumAlarm, cusumSteps } from "../stats/cusumAlarm.ts";
import { CusumBernoulli } from "../stats/cusumBernoulli.ts";
import { EDetector } from "../stats/eDetector.ts";
import type { ClusterVote } from "./nightVotes.ts";

/** How one action type is watched. */
export interface WatchOptions {
  /** The match rate that must hold. */
  readonly share: number;
  /** The height M rings at, which is the average number of nights to a false alarm, at least. */
  readonly alarm: number;
  /** The match rate a chart of its own is tuned to notice. */
  readonly dropTo?: number | undefined;
}

/** One night of one action type; nights count from 1. */
export interface WatchedNight {
  readonly night: number;
  /** New cases in which the agent proposed the type, those in which it agreed, and the clusters they came from, one vote each. */
  readonly n: number;
  readonly matches: number;
  readonly votes: number;
  /** Clusters that had been seen on an earlier night: their votes are not quite new. */
  readonly clustersBefore: number;
  /** The natural log of M after this night; null while there was no case since the version began. */
  readonly logM: number | null;
  /** The height of the chart after this night, in steps; null without one. */
  readonly height: number | null;
}

/** A chart for one size of drop. Heights are in steps, one down for a match. */
export interface DropChart {
  /** The match rate asked for, and the one that whole steps are exact for. */
  readonly dropTo: number;
  readonly tunedTo: number;
  readonly missStep: number;
  readonly height: number;
  readonly alarm: number;
  /** How many cases it takes to a false alarm on average, exactly, at the rate that must hold. */
  readonly cases: number;
  readonly alarmNight: number | null;
}

/** An agent version's nights of one action type: what M came to, and the first night on which it rang. */
export interface WatchedVersion {
  readonly from: number;
  /** Nights with new cases. */
  readonly nights: number;
  readonly n: number;
  readonly matches: number;
  readonly votes: number;
  readonly logM: number | null;
  readonly alarmNight: number | null;
  /** The chart, once there are cases by which to set its alarm. */
  readonly chart: DropChart | null;
}

/**
 * Watches the match rate of one action type night by night. A new agent version starts anew. A night without new cases says nothing
 * and leaves M as it is: otherwise a year of nights without a case would ring.
 */
export class TypeWatch {
  readonly series: WatchedNight[] = [];
  readonly versions: WatchedVersion[] = [];
  readonly #options: WatchOptions;
  #open: OpenVersion | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** The nights that follow are those of another agent version. `clusters` are those it was seen with before. */
  begin(night: number, clusters: IdSet): void {
    if (this.#open !== undefined) this.versions.push(this.#open.close());
    this.#open = new OpenVersion(this.#options, night, clusters);
  }

  /** Takes in one night's votes by cluster. */
  take(night: number, votes: ReadonlyMap<string, ClusterVote> = new Map()): void {
    if (this.#open === undefined) throw new RangeError(`night ${night} belongs to no agent version`);
    this.series.push(this.#open.take(night, votes));
  }

  /** The version of the last night. */
  latest(): WatchedVersion {
    if (this.#open === undefined) throw new RangeError("no night was watched");
    return this.#open.close();
  }
}

class OpenVersion {
  readonly #options: WatchOptions;
  readonly #from: number;
  readonly #clusters: IdSet;
  readonly #detector: EDetector;
  readonly #steps: CusumSteps | null;
  readonly #chart: CusumBernoulli | undefined;
  /** The most that the chart was on each night with cases, in steps. */
  readonly #peaks: { readonly night: number; readonly peak: number }[] = [];
  #nights = 0;
  #n = 0;
  #matches = 0;
  #votes = 0;
  #alarmNight: number | null = null;

  constructor(options: WatchOptions, from: number, clusters: IdSet) {
    const { share, alarm, dropTo } = options;
    this.#options = options;
    this.#from = from;
    this.#clusters = clusters;
    this.#detector = new EDetector({ share, nights: alarm });
    this.#steps = dropTo === undefined || dropTo >= share ? null : cusumSteps(1 - share, 1 - dropTo);
    // Its own alarm is set once it is known how many cases a night has.
    if (this.#steps !== null)
      this.#chart = new CusumBernoulli({ usual: 1 - share, worse: this.#steps.worse, alarm: Number.POSITIVE_INFINITY });
  }

  take(night: number, votes: ReadonlyMap<string, ClusterVote>): WatchedNight {
    const all = [...votes.values()];
    const n = all.reduce((sum, vote) => sum + vote.size, 0);
    const matches = all.reduce((sum, vote) => sum + vote.matches, 0);
    let clustersBefore = 0;
    for (const cluster of votes.keys()) if (this.#clusters.add(cluster, night, () => true) !== undefined) clustersBefore++;
    if (all.length > 0) {
      this.#nights++;
      this.#n += n;
      this.#matches += matches;
      this.#votes += all.length;
      this.#detector.add(detectorNight(all));
      if (this.#detector.alarmNight !== null) this.#alarmNight ??= night;
      this.#draw(night, all);
    }
    const height = this.#height();
    return { night, n, matches, votes: all.length, clustersBefore, logM: this.#logM(), height };
  }

  /** The chart takes single cases in order: of each cluster the first in sampling order. */
  #draw(night: number, votes: readonly ClusterVote[]): void {
    if (this.#chart === undefined) return;
    let peak = 0;
    for (const { first } of votes.toSorted((a, b) => a.first.seq - b.first.seq)) {
      this.#chart.add(first.match);
      peak = Math.max(peak, this.#height() ?? 0);
    }
    this.#peaks.push({ night, peak });
  }

  /** Heights are whole steps but for rounding. */
  #height(): number | null {
    return this.#chart === undefined ? null : Math.round(this.#chart.height / -this.#chart.matchStep);
  }

  #logM(): number | null {
    return this.#nights === 0 ? null : this.#detector.logM;
  }

  close(): WatchedVersion {
    const [from, nights, n, matches, votes] = [this.#from, this.#nights, this.#n, this.#matches, this.#votes];
    return { from, nights, n, matches, votes, logM: this.#logM(), alarmNight: this.#alarmNight, chart: this.#set() };
  }

  /** The chart with the alarm that the wanted number of nights takes, at the votes a night has had so far. */
  #set(): DropChart | null {
    const { share, alarm: nights, dropTo } = this.#options;
    const height = this.#height();
    if (dropTo === undefined || this.#steps === null || height === null || this.#nights === 0) return null;
    const { missStep, worse } = this.#steps;
    const { alarm, cases } = cusumAlarm(missStep, 1 - share, (nights * this.#votes) / this.#nights);
    const rang = this.#peaks.find(({ peak }) => peak >= alarm);
    return { dropTo, tunedTo: 1 - worse, missStep, height, alarm, cases, alarmNight: rang?.night ?? null };
  }
}
