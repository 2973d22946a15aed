import { mean, variance } from "./moments.ts";
import { refuseUnlessCounts, refuseUnlessWhole } from "./refuse.ts";

/** The attempts at one case: how many, and how many of them matched. */
export interface Attempts {
  readonly matches: number;
  readonly attempts: number;
}

/** How repeatable matches are. Null where no case has k attempts; the error also with a single case. */
export interface PassK {
  /** The chance that k attempts at a case all match. */
  readonly all: number | null;
  readonly allSe: number | null;
  /** The chance that at least one of k does. */
  readonly any: number | null;
  readonly cases: number;
  /** Cases left out, having fewer than k attempts. */
  readonly excluded: number;
}

/**
 * How likely k attempts at the same case all match (pass^k), and at least one does (pass@k), on average over cases, without bias.
 * Throws a RangeError unless k is a whole number of at least 1 and counts are counts.
 * Source: C(c,k)/C(n,k), Yao, Shinn, Razavi & Narasimhan 2024, tau-bench; 1 - C(n-c,k)/C(n,k), Chen et al. 2021, equation 1.
 */
export function passK(cases: Iterable<Attempts>, k: number): PassK {
  refuseUnlessWhole("k", k, 1);
  const all: number[] = [];
  const any: number[] = [];
  let excluded = 0;
  for (const { matches, attempts } of cases) {
    refuseUnlessCounts(matches, attempts);
    if (attempts < k) {
      excluded += 1;
      continue;
    }
    all.push(chosen(matches, attempts, k));
    any.push(1 - chosen(attempts - matches, attempts, k));
  }
  const n = all.length;
  if (n === 0) return { all: null, allSe: null, any: null, cases: 0, excluded };
  return { all: mean(all), allSe: n < 2 ? null : Math.sqrt(variance(all) / n), any: mean(any), cases: n, excluded };
}

/** C(of, k) / C(n, k) as a product: factorials would overflow. */
function chosen(of: number, n: number, k: number): number {
  let share = 1;
  for (let i = 0; i < k && share > 0; i++) share *= Math.max(0, of - i) / (n - i);
  return share;
}
