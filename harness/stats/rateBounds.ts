import { D_GRID, type Grid, P_GRID } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { lowerBound, nodeLogs, type Vote } from "./lowerBound.ts";
import { PredictableCap } from "./predictableCap.ts";
import { refuseUnlessInside, refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";

/** One cluster, whole: how many of its decisions hit, of how many, and how many cases they are. Weighted decisions need not be whole. */
export interface WholeCluster {
  readonly hits: number;
  readonly size: number;
  readonly cases: number;
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
  /** The largest weight a case can have, fixed before the first cluster. */
  readonly largestWeight?: number;
}

/** Up to so many clusters every one is a look; from there on one look for each 3 % more. */
const EACH = 32;
const GROWTH = 1.03;

/**
 * The rate per decision of a stream of clusters, in bounds that stay valid however often they are looked at, and the evidence at given lines.
 * A cluster is one vote: 1 + bet (hits / rate - size) / cap, whose mean is at most 1 whenever E[hits] <= rate E[size]. The cap is the 90th
 * percentile of the clusters before it, so it is known beforehand. A larger cluster counts for as many decisions as the cap, and what is cut is
 * what would speak for the claim: its hits at the low end, its misses at the high end. Lone cases have cap 1, and the bounds are those of
 * `csBernoulli` along the path. Each end errs with probability alpha at most, over all looks together.
 * Clusters must come in random order, each once. Keeps one count per distinct vote. Throws a RangeError for what is no cluster.
 * Source: the ratio null as a bounded mean, Waudby-Smith & Ramdas 2024, JRSSB 86, section 4; running intersection, Howard et al. 2021, Annals of Statistics 49.
 */
export class RateBounds {
  readonly #cap = new PredictableCap();
  readonly #largestWeight: number;
  readonly #rising: Side;
  readonly #falling: Side;
  #clusters = 0;
  #hits = 0;
  #size = 0;
  #cases = 0;
  #nextLook = 1;
  #looked = 0;

  constructor({ alpha = 0.05, lines = [], largestWeight = 1 }: RateBoundsOptions = {}) {
    refuseUnlessInside("alpha", alpha);
    for (const line of lines) refuseUnlessShare("a line", line);
    if (!(largestWeight > 0 && largestWeight < Infinity)) throw new RangeError(`expected a weight above 0, got ${largestWeight}`);
    this.#largestWeight = largestWeight;
    this.#rising = new Side(P_GRID, alpha, lines);
    this.#falling = new Side(
      D_GRID,
      alpha,
      lines.map((line) => 1 - line),
    );
  }

  /** Takes in the next cluster; the order of the stream is part of the evidence. */
  add({ hits, size, cases }: WholeCluster): void {
    refuseUnlessWhole("the cases of a cluster", cases, 1);
    if (!(size > 0 && hits >= 0 && hits <= size && size <= cases * this.#largestWeight * (1 + 1e-12))) {
      throw new RangeError(`expected 0 <= hits <= size <= cases x largest weight, got ${hits} of ${size} in ${cases}`);
    }
    const whole = this.#cap.next(cases) * this.#largestWeight;
    const kept = Math.min(size, whole);
    this.#rising.votes.add(Math.max(0, kept - (size - hits)) / whole, kept / whole);
    this.#falling.votes.add(Math.max(0, kept - hits) / whole, kept / whole);
    this.#clusters += 1;
    this.#hits += hits;
    this.#size += size;
    this.#cases += cases;
    if (this.#clusters < this.#nextLook) return;
    this.#nextLook = this.#clusters < EACH ? this.#clusters + 1 : Math.ceil(this.#clusters * GROWTH);
    this.#looked = this.#clusters;
    this.#rising.look();
    this.#falling.look();
  }

  get clusters(): number {
    return this.#clusters;
  }

  get cases(): number {
    return this.#cases;
  }

  /** How many cases the next cluster may count for. */
  get cap(): number {
    return Math.max(1, this.#cap.percentile);
  }

  /** The share of all decisions so far that hit, by weight; null before the first. */
  get rate(): number | null {
    return this.#size === 0 ? null : this.#hits / this.#size;
  }

  /**
   * The best bounds of all looks; with `latest`, the present moment is one. Before the first cluster [0, 1]. They contradict the stream when
   * they pass each other or no longer hold the rate seen: an early stretch was luckier than the rest, or something changed.
   */
  bounds(latest: boolean): { readonly low: number; readonly high: number; readonly contradicts: boolean } {
    const look = latest && this.#looked < this.#clusters;
    const low = look ? this.#rising.withLatest() : this.#rising.bound;
    const high = 1 - (look ? this.#falling.withLatest() : this.#falling.bound);
    const rate = this.rate ?? low;
    return { low, high, contradicts: low > high || rate < low || rate > high };
  }

  /** The bounds at the present moment alone, which may lie apart from earlier ones. */
  latest(): { readonly low: number; readonly high: number } {
    return { low: this.#rising.latest(), high: 1 - this.#falling.latest() };
  }

  /** The evidence at each line, in the order given; `best` counts the present moment only with `latest`. */
  lines(latest: boolean): LineEvidence[] {
    return this.#rising.lines.map((line, at) => ({
      line,
      above: this.#rising.evidence(at, latest),
      below: this.#falling.evidence(at, latest),
    }));
  }

  /** The votes so far, as hits of size; with `misses`, as misses of size. */
  votes(misses = false): Vote[] {
    return (misses ? this.#falling : this.#rising).votes.list();
  }

  /** A copy that goes on by itself. */
  clone(): RateBounds {
    const copy = new RateBounds({ lines: this.#rising.lines, alpha: this.#rising.alpha, largestWeight: this.#largestWeight });
    copy.#cap.take(this.#cap);
    copy.#rising.take(this.#rising);
    copy.#falling.take(this.#falling);
    copy.#clusters = this.#clusters;
    copy.#hits = this.#hits;
    copy.#size = this.#size;
    copy.#cases = this.#cases;
    copy.#nextLook = this.#nextLook;
    copy.#looked = this.#looked;
    return copy;
  }
}

/** How often each vote was cast. */
class Votes {
  readonly #bySize = new Map<number, Map<number, { hits: number; size: number; times: number }>>();

  add(hits: number, size: number): void {
    let byHits = this.#bySize.get(size);
    if (byHits === undefined) {
      byHits = new Map();
      this.#bySize.set(size, byHits);
    }
    const vote = byHits.get(hits);
    if (vote === undefined) byHits.set(hits, { hits, size, times: 1 });
    else vote.times += 1;
  }

  list(): Vote[] {
    return [...this.#bySize.values()].flatMap((byHits) =>
      [...byHits.values()].map(({ hits, size, times }) => [hits, size, times] as const),
    );
  }

  take(other: Votes): void {
    for (const [size, byHits] of other.#bySize) {
      this.#bySize.set(size, new Map([...byHits].map(([hits, vote]) => [hits, { ...vote }])));
    }
  }
}

/** One end: watches the evidence at the best bound so far, and solves for a new one only when that evidence has crossed the level. */
class Side {
  readonly grid: Grid;
  readonly alpha: number;
  readonly lines: readonly number[];
  readonly best: number[];
  readonly votes = new Votes();
  bound = 0;

  constructor(grid: Grid, alpha: number, lines: readonly number[]) {
    this.grid = grid;
    this.alpha = alpha;
    this.lines = lines;
    this.best = lines.map(() => 0);
  }

  look(): void {
    const votes = this.votes.list();
    this.bound = this.withLatest(votes);
    for (const [at, line] of this.lines.entries()) this.best[at] = Math.max(this.best[at] ?? 0, logEAt(this.grid, votes, line));
  }

  withLatest(votes = this.votes.list()): number {
    if (this.bound > 0 && logSumExp(nodeLogs(this.grid, votes, this.bound)) < -Math.log(this.alpha)) return this.bound;
    return Math.max(this.bound, this.latest(votes));
  }

  latest(votes = this.votes.list()): number {
    return lowerBound(this.grid, votes, this.alpha);
  }

  evidence(at: number, latest: boolean): { best: number; now: number } {
    const [now, best] = [logEAt(this.grid, this.votes.list(), this.lines[at] as number), this.best[at] ?? 0];
    return { now, best: latest ? Math.max(best, now) : best };
  }

  take(other: Side): void {
    this.bound = other.bound;
    this.votes.take(other.votes);
    for (const [at, best] of other.best.entries()) this.best[at] = best;
  }
}

/** No hit can come from a share of 0, so a single one refutes it. */
function logEAt(grid: Grid, votes: readonly Vote[], share: number): number {
  if (votes.length === 0) return 0;
  if (share === 0) return votes.some(([hits]) => hits > 0) ? Infinity : 0;
  return logSumExp(nodeLogs(grid, votes, share));
}
