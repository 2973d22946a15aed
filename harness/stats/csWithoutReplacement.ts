import { smallestWhole } from "./bisect.ts";
import { D_GRID, type Grid, P_GRID } from "./grid.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/** Bounds on a number of matches; whole numbers. */
export interface TotalBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * How many matches the whole dataset of `cases` holds, from its first outcomes in random order, in bounds valid at any time.
 * `latest` uses the evidence after the last outcome, `best` the tightest bound of the path; after the last case both are the count.
 * Each end alone errs with probability alpha at most. Time grows with the square of the outcomes; meant for datasets up to some 10,000.
 * Throws a RangeError for more outcomes than cases or alpha outside (0, 1).
 * Source: Waudby-Smith & Ramdas 2024, JRSSB 86, section 5; the e-process of `ESequence`, inverted over whole totals.
 */
export function csWithoutReplacement(
  outcomes: readonly boolean[],
  cases: number,
  alpha = 0.05,
): { readonly latest: TotalBounds; readonly best: TotalBounds } {
  refuseUnlessWhole("cases", cases, outcomes.length);
  refuseUnlessInside("alpha", alpha);
  const up = lowerTotals(P_GRID, outcomes, cases, alpha);
  const down = lowerTotals(
    D_GRID,
    outcomes.map((match) => !match),
    cases,
    alpha,
  );
  return { latest: { low: up.latest, high: cases - down.latest }, best: { low: up.best, high: cases - down.best } };
}

/** The smallest total that is not refuted after the last outcome, and after any of them. */
function lowerTotals(grid: Grid, hits: readonly boolean[], cases: number, alpha: number): { latest: number; best: number } {
  const line = -Math.log(alpha);
  const smallest = (seen: number, from: number, limit: number) =>
    smallestWhole((total) => lastLogE(grid, hits, seen, cases, total) < line, from, limit) ?? limit;
  let [best, sum] = [0, 0];
  let watch: Path | undefined;
  for (const [i, hit] of hits.entries()) {
    sum += Number(hit);
    watch?.add(hit);
    // Only a hit raises the evidence against a total.
    if (!hit || (watch && watch.logE < line)) continue;
    best = smallest(i + 1, Math.max(best, sum), cases);
    watch = follow(grid, hits, i + 1, cases, best);
  }
  return { latest: smallest(hits.length, sum, cases), best };
}

function lastLogE(grid: Grid, hits: readonly boolean[], seen: number, cases: number, total: number): number {
  return follow(grid, hits, seen, cases, total).logE;
}

function follow(grid: Grid, hits: readonly boolean[], seen: number, cases: number, total: number): Path {
  const path = new Path(grid, cases, total);
  for (let i = 0; i < seen; i += 1) path.add(hits[i] ?? false);
  return path;
}

/** The evidence against "at most `total` hits in all" for 0/1 outcomes; plain products, because it is replayed for many totals. */
class Path {
  readonly #grid: Grid;
  readonly #capital: Float64Array;
  readonly #cases: number;
  readonly #total: number;
  #n = 0;
  #sum = 0;
  #scale = 0;
  #refuted = false;

  constructor(grid: Grid, cases: number, total: number) {
    this.#grid = grid;
    this.#capital = grid.logWeights.map(Math.exp);
    this.#cases = cases;
    this.#total = total;
  }

  get logE(): number {
    return this.#refuted ? Infinity : this.#scale + Math.log(this.#capital.reduce((sum, part) => sum + part, 0));
  }

  add(hit: boolean): void {
    const mean = (this.#total - this.#sum) / (this.#cases - this.#n);
    this.#n += 1;
    this.#sum += Number(hit);
    this.#refuted ||= this.#sum > this.#total;
    if (this.#refuted) return;
    const gain = hit ? 1 / mean - 1 : -1;
    const capital = this.#capital;
    for (let k = 0; k < capital.length; k += 1) capital[k] = (capital[k] ?? 0) * (1 + (this.#grid.bets[k] ?? 0) * gain);
    if (this.#n % 16 === 0) this.#rescale();
  }

  /** Brings the largest node back to 1, so that long paths neither overflow nor vanish. */
  #rescale(): void {
    const largest = this.#capital.reduce((most, part) => Math.max(most, part), 0);
    for (let k = 0; k < this.#capital.length; k += 1) this.#capital[k] = (this.#capital[k] ?? 0) / largest;
    this.#scale += Math.log(largest);
  }
}
