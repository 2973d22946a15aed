import { D_GRID, type Grid, P_GRID } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { lowerBound, nodeLogs, type Vote } from "./lowerBound.ts";
import { refuseUnlessInside, refuseUnlessShare } from "./refuse.ts";
import { VoteTally } from "./voteTally.ts";

/** One cluster, whole: the weight of its hits, and of all its decisions. */
export interface WholeCluster {
  readonly hits: number;
  readonly size: number;
  /** The most that any cluster can weigh, fixed before the first answer. Default 1: every case stands alone. */
  readonly most?: number | undefined;
}

/** The evidence that the rate lies above a line, and that it lies below: the natural logs of e-values, at most so far and now. */
export interface LineEvidence {
  readonly line: number;
  readonly above: { readonly best: number; readonly now: number };
  readonly below: { readonly best: number; readonly now: number };
}

export interface RateBoundsOptions {
  readonly alpha?: number;
  /** Rates that a gate asks about, fixed before the first cluster. */
  readonly lines?: readonly number[];
}

/** Up to so many clusters every one is a look; from there on one look for each 3 % more. */
const EACH = 32;
const GROWTH = 1.03;

/**
 * The rate per decision of a stream of clusters, in bounds that stay valid however often they are looked at, and the evidence at given lines.
 * A cluster is one vote: 1 + bet (hits / rate - size) / most, whose mean is at most 1 whenever E[hits] <= rate E[size]; `most` is fixed before
 * the first answer, so that no vote can cost more than the bet, whoever is in it. Lone cases have size and most 1, and the bounds are those of
 * `csBernoulli` along the path. Each end errs with probability alpha at most, over all looks together.
 * Clusters must come in random order, each once. Keeps one count per distinct vote. Throws a RangeError for what is no cluster.
 * Source: the ratio null as a bounded mean, Waudby-Smith & Ramdas 2024, JRSSB 86, section 4; running intersection, Howard et al. 2021, Annals of
 * Statistics 49.
 */
export class RateBounds {
  readonly #tally = new VoteTally();
  readonly #rising: Side;
  readonly #falling: Side;
  #clusters = 0;
  #hits = 0;
  #size = 0;
  #nextLook = 1;
  #looked = 0;

  constructor({ alpha = 0.05, lines = [] }: RateBoundsOptions = {}) {
    refuseUnlessInside("alpha", alpha);
    for (const line of lines) refuseUnlessShare("a line", line);
    this.#rising = new Side(P_GRID, alpha, lines);
    this.#falling = new Side(
      D_GRID,
      alpha,
      lines.map((line) => 1 - line),
    );
  }

  /** Takes in the next cluster; the order of the stream is part of the evidence. */
  add({ hits, size, most = 1 }: WholeCluster): void {
    // Sums of weights may differ from their bound in the last bit.
    if (!(size > 0 && hits >= 0 && hits <= size && size <= most * (1 + 1e-9) && most < Infinity)) {
      throw new RangeError(`expected a cluster with 0 <= hits <= size <= most, got ${hits} of ${size}, most ${most}`);
    }
    const part = Math.min(1, size / most);
    this.#tally.add(hits === size ? part : (hits / size) * part, part);
    this.#clusters += 1;
    this.#hits += hits;
    this.#size += size;
    if (this.#clusters < this.#nextLook) return;
    this.#nextLook = this.#clusters < EACH ? this.#clusters + 1 : Math.ceil(this.#clusters * GROWTH);
    this.#looked = this.#clusters;
    this.#rising.look(this.votes());
    this.#falling.look(this.votes(true));
  }

  get clusters(): number {
    return this.#clusters;
  }

  /** Was the latest cluster a look? */
  get looked(): boolean {
    return this.#looked === this.#clusters && this.#clusters > 0;
  }

  /** The weight of all decisions so far. */
  get size(): number {
    return this.#size;
  }

  /** The share of all decisions so far that hit, by weight; null before the first. */
  get rate(): number | null {
    return this.#size === 0 ? null : this.#hits / this.#size;
  }

  /**
   * The best bounds of all looks; with `latest`, the present moment is one. Before the first look [0, 1].
   * Should `low` ever pass `high`, the assumptions do not hold (drift, or clusters that depend on each other); that is for the caller to say.
   */
  bounds(latest: boolean): { readonly low: number; readonly high: number } {
    const look = latest && this.#looked < this.#clusters;
    return {
      low: look ? this.#rising.withLatest(this.votes()) : this.#rising.bound,
      high: 1 - (look ? this.#falling.withLatest(this.votes(true)) : this.#falling.bound),
    };
  }

  /** The bounds at the present moment alone. */
  latest(): { readonly low: number; readonly high: number } {
    return { low: this.#rising.latest(this.votes()), high: 1 - this.#falling.latest(this.votes(true)) };
  }

  /** The evidence at each line, in the order given; `best` counts the present moment only with `latest`. */
  lines(latest: boolean): LineEvidence[] {
    const [hits, misses] = [this.votes(), this.votes(true)];
    return this.#rising.lines.map((line, at) => ({
      line,
      above: this.#rising.evidence(at, hits, latest),
      below: this.#falling.evidence(at, misses, latest),
    }));
  }

  /** The votes so far as parts of the most, as hits of size; with `misses`, as misses of size. */
  votes(misses = false): Vote[] {
    return this.#tally.list(misses);
  }

  /** A copy that goes on by itself. */
  clone(): RateBounds {
    const copy = new RateBounds({ lines: this.#rising.lines, alpha: this.#rising.alpha });
    copy.#tally.take(this.#tally);
    copy.#rising.take(this.#rising);
    copy.#falling.take(this.#falling);
    copy.#clusters = this.#clusters;
    copy.#hits = this.#hits;
    copy.#size = this.#size;
    copy.#nextLook = this.#nextLook;
    copy.#looked = this.#looked;
    return copy;
  }
}

/** One end: watches the evidence at the best bound so far, and solves for a new one only when that evidence has crossed the level. */
class Side {
  readonly grid: Grid;
  readonly alpha: number;
  readonly lines: readonly number[];
  readonly best: number[];
  bound = 0;

  constructor(grid: Grid, alpha: number, lines: readonly number[]) {
    this.grid = grid;
    this.alpha = alpha;
    this.lines = lines;
    this.best = lines.map(() => 0);
  }

  look(votes: readonly Vote[]): void {
    this.bound = this.withLatest(votes);
    for (const [at, line] of this.lines.entries()) this.best[at] = Math.max(this.best[at] ?? 0, logEAt(this.grid, votes, line));
  }

  withLatest(votes: readonly Vote[]): number {
    if (this.bound > 0 && logSumExp(nodeLogs(this.grid, votes, this.bound)) < -Math.log(this.alpha)) return this.bound;
    return Math.max(this.bound, this.latest(votes));
  }

  latest(votes: readonly Vote[]): number {
    return lowerBound(this.grid, votes, this.alpha);
  }

  evidence(at: number, votes: readonly Vote[], latest: boolean): { best: number; now: number } {
    const [now, best] = [logEAt(this.grid, votes, this.lines[at] as number), this.best[at] ?? 0];
    return { now, best: latest ? Math.max(best, now) : best };
  }

  take(other: Side): void {
    this.bound = other.bound;
    for (const [at, best] of other.best.entries()) this.best[at] = best;
  }
}

/** No hit can come from a share of 0, so a single one refutes it. */
function logEAt(grid: Grid, votes: readonly Vote[], share: number): number {
  if (votes.length === 0) return 0;
  if (share === 0) return votes.some(([hits]) => hits > 0) ? Infinity : 0;
  return logSumExp(nodeLogs(grid, votes, share));
}
