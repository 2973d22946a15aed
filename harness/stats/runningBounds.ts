import type { Interval } from "./clopperPearson.ts";
import { ESequence } from "./eSequence.ts";
import { D_GRID, type Grid, P_GRID } from "./grid.ts";
import { lowerBound } from "./lowerBound.ts";
import { refuseUnlessInside, refuseUnlessShare } from "./refuse.ts";

/**
 * The tightest bounds for a mean that a stream of values from 0 to 1 has ever given: the running confidence sequence.
 * Each end alone errs with probability alpha at most, over all looks together. Before the first value [0, 1].
 * Should `low` ever pass `high`, the assumptions do not hold (drift, or cases that depend on each other); that is for the caller to say.
 * Keeps one count per distinct value. Throws a RangeError for a value outside [0, 1].
 * Source: as csBernoulli; the running intersection, Howard et al. 2021, Annals of Statistics 49.
 */
export class RunningBounds {
  readonly #low: BestLow;
  readonly #missHigh: BestLow;

  constructor(alpha = 0.05) {
    refuseUnlessInside("alpha", alpha);
    this.#low = new BestLow(P_GRID, alpha);
    this.#missHigh = new BestLow(D_GRID, alpha);
  }

  /** Takes in the next value; the order of the stream is part of the evidence. */
  add(value: number): void {
    refuseUnlessShare("value", value);
    this.#low.add(value);
    this.#missHigh.add(1 - value);
  }

  /** The bounds at the latest value alone. */
  get latest(): Interval {
    return { low: this.#low.latest(), high: 1 - this.#missHigh.latest() };
  }

  /** The best of all bounds so far. */
  get best(): Interval {
    return { low: this.#low.best, high: 1 - this.#missHigh.best };
  }
}

/** Watches the evidence against the best bound so far, and solves for a new bound only when that evidence has crossed the line. */
class BestLow {
  readonly #grid: Grid;
  readonly #alpha: number;
  readonly #seen = new Map<number, number>();
  #watch: ESequence | undefined;
  best = 0;

  constructor(grid: Grid, alpha: number) {
    this.#grid = grid;
    this.#alpha = alpha;
  }

  add(value: number): void {
    this.#seen.set(value, (this.#seen.get(value) ?? 0) + 1);
    this.#watch?.add(value);
    if (value === 0 || (this.#watch && this.#watch.logE < -Math.log(this.#alpha))) return;
    this.best = Math.max(this.best, this.latest());
    // A bound below the smallest positive number stays 0; there is nothing to watch yet.
    if (this.best === 0) return;
    this.#watch = new ESequence({ mean: this.best }, this.#grid);
    for (const [seen, count] of this.#seen) this.#watch.add(seen, count);
  }

  latest(): number {
    return lowerBound(this.#grid, this.#seen, this.#alpha);
  }
}
