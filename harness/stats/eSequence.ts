import { type Grid, P_GRID } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { refuseUnlessWhole } from "./refuse.ts";

/** What the evidence speaks against: a mean of the stream of at most `mean`, or a total of at most `total` over a dataset of `cases`. */
export type NullHypothesis = { readonly mean: number } | { readonly cases: number; readonly total: number };

/**
 * The evidence of a stream of values against a null mean, case by case, to be looked at any time: an e-process.
 * Values are numbers of at least 0: shares of a cluster, weighted matches, 0 and 1. The log E never leans on later cases; 0 before the first.
 * With `cases` and `total` the values are drawn without replacement in random order; a total passed for certain gives Infinity.
 * Throws a RangeError for a negative value, a value after the last case, or a null that is not positive.
 * Source: Waudby-Smith & Ramdas 2024, JRSSB 86, sections 4 and 5; Ville 1939.
 */
export class ESequence {
  readonly #grid: Grid;
  readonly #null: NullHypothesis;
  readonly #logs: Float64Array;
  readonly #changes = new Map<number, Float64Array>();
  #n = 0;
  #sum = 0;
  #logE = 0;
  #best = 0;

  constructor(against: NullHypothesis, grid: Grid = P_GRID) {
    if ("mean" in against && !(against.mean > 0 && against.mean < Infinity)) {
      throw new RangeError(`expected a null mean above 0, got ${against.mean}`);
    }
    if ("cases" in against) {
      refuseUnlessWhole("cases", against.cases, 1);
      if (!(against.total >= 0)) throw new RangeError(`expected a null total of at least 0, got ${against.total}`);
    }
    this.#grid = grid;
    this.#null = against;
    this.#logs = grid.logWeights.slice();
  }

  /** Takes in one value, or the same value several times. */
  add(value: number, times = 1): void {
    refuseUnlessWhole("times", times);
    if (!(value >= 0 && value < Infinity)) throw new RangeError(`expected a value of at least 0, got ${value}`);
    if ("mean" in this.#null) {
      this.#bet(this.#changeAt(this.#null.mean, value), times);
      this.#n += times;
    } else {
      for (let i = 0; i < times; i += 1) this.#draw(this.#null, value);
    }
    this.#best = Math.max(this.#best, this.logE);
  }

  /** How many values were taken in. */
  get n(): number {
    return this.#n;
  }

  /** The log of the evidence now. */
  get logE(): number {
    return this.#logE;
  }

  /** The most that log E has been, at least 0. */
  get best(): number {
    return this.#best;
  }

  /** A p-value valid at any time: min(1, exp(-best)). */
  get anytimeP(): number {
    return Math.exp(-this.#best);
  }

  #draw({ cases, total }: { cases: number; total: number }, value: number): void {
    if (this.#n >= cases) throw new RangeError(`expected at most ${cases} values, the size of the dataset`);
    const left = total - this.#sum;
    // Sums of fractions carry rounding; a remainder this small is an exact zero, and zero decides between "refuted" and "not yet".
    const mean = Math.abs(left) <= 1e-12 * cases ? 0 : left / (cases - this.#n);
    this.#n += 1;
    this.#sum += value;
    if (this.#logE === Infinity) return;
    if (mean < 0 || (mean === 0 && value > 0)) this.#logE = Infinity;
    else this.#bet(mean === 0 ? this.#grid.losses : change(this.#grid, mean, value), 1);
  }

  #bet(changes: Float64Array, times: number): void {
    const logs = this.#logs;
    for (let k = 0; k < logs.length; k += 1) logs[k] = (logs[k] ?? 0) + times * (changes[k] ?? 0);
    this.#logE = logSumExp(logs);
  }

  #changeAt(mean: number, value: number): Float64Array {
    const known = this.#changes.get(value);
    if (known) return known;
    const fresh = change(this.#grid, mean, value);
    // Outcomes and small clusters repeat a few values; a stream of ever new ones must not fill the memory.
    if (this.#changes.size < 64) this.#changes.set(value, fresh);
    return fresh;
  }
}

/** What one value does to the log of each node's capital: log(1 - bet + bet * value / mean). */
function change(grid: Grid, mean: number, value: number): Float64Array {
  return value === 0 ? grid.losses : grid.bets.map((bet) => Math.log1p((bet * (value - mean)) / mean));
}
