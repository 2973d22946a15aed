import { ClusterTotals } from "./clusterTotals.ts";
import { mean, variance } from "./moments.ts";
import type { Attempts } from "./passK.ts";

/** Where the noise of a match rate comes from. Null where the attempts cannot tell. */
export interface VarianceDecomposition {
  /** The mean over cases of each case's match rate: one case is one vote. */
  readonly mean: number | null;
  readonly se: number | null;
  /** The variance of attempts at one case. */
  readonly within: number | null;
  /** The variance between cases, at least 0; `betweenRaw` may be negative. */
  readonly between: number | null;
  readonly betweenRaw: number | null;
  /** The number of attempts that counts: their mean, less a correction for unequal numbers. */
  readonly typicalAttempts: number | null;
  /** The part of the variance that lies between cases. */
  readonly icc: number | null;
}

/**
 * How much of the noise in a match rate lies between cases and how much between attempts at the same case.
 * The squared error is (between + within / K) / cases, so repeats help the second part only. The parts need two cases, one of them
 * attempted twice. Throws a RangeError on a case without attempts and on counts that are not counts.
 * Source: one-way analysis of variance with unequal numbers, Searle, Casella & McCulloch 1992, chapter 3; Miller 2024, arXiv 2411.00640.
 */
export function varianceDecomposition(cases: Iterable<Attempts>): VarianceDecomposition {
  const totals = new ClusterTotals();
  const rates: number[] = [];
  for (const { matches, attempts } of cases) {
    totals.add({ matches, size: attempts });
    rates.push(matches / attempts);
  }
  const { between: betweenSquare, within } = totals.meanSquares();
  const typicalAttempts = totals.typicalSize();
  const known = within !== null && betweenSquare !== null && typicalAttempts !== null;
  const betweenRaw = known ? (betweenSquare - within) / typicalAttempts : null;
  const between = betweenRaw === null ? null : Math.max(0, betweenRaw);
  const total = within === null || between === null ? 0 : between + within;
  return {
    mean: rates.length === 0 ? null : mean(rates),
    se: rates.length < 2 ? null : Math.sqrt(variance(rates) / rates.length),
    within,
    between,
    betweenRaw,
    typicalAttempts,
    icc: between === null || total === 0 ? null : between / total,
  };
}
