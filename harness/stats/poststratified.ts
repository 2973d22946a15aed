import type { Interval } from "./clopperPearson.ts";
import { kornGraubard } from "./kornGraubard.ts";
import { refuseUnlessCounts, refuseUnlessWhole } from "./refuse.ts";

/** One kind of case: its share of production (any scale), and what was seen of it. */
export interface Stratum {
  readonly share: number;
  readonly matches: number;
  readonly n: number;
}

/** A share that was weighted, with what it is worth. */
export interface WeightedShare extends Interval {
  readonly estimate: number | null;
  readonly se: number | null;
  readonly effective: number | null;
  /** The effective number of cases the interval uses. */
  readonly adjusted: number;
  /** Kish's effective number of cases: what unequal weights leave of n. */
  readonly kish: number;
  /** Whether Kish's number had to stand in for a variance that could not be estimated. */
  readonly fallback: boolean;
}

/**
 * The match rate under production's mix of cases, and its two-sided interval, when the replayed cases have another mix.
 * Shares are scaled to sum to 1 and must come from production counts, not from the replayed cases.
 * A kind without cases has no estimate: RangeError, as for shares that are not positive and counts that are not counts.
 * Source: Cochran 1977, section 5A.9, with n_h - 1 variances; interval by Korn & Graubard 1998, Survey Methodology 24.
 */
export function poststratified(strata: readonly Stratum[], confidence = 0.95): WeightedShare {
  if (strata.length === 0) throw new RangeError("expected at least one stratum");
  for (const { share, matches, n } of strata) {
    if (!(share > 0 && Number.isFinite(share))) throw new RangeError(`expected a positive share of production, got ${share}`);
    refuseUnlessWhole("the cases of a stratum", n, 1);
    refuseUnlessCounts(matches, n);
  }
  const shares = sum(strata, (stratum) => stratum.share);
  const n = sum(strata, (stratum) => stratum.n);
  const all = strata.every((stratum) => stratum.matches === stratum.n);
  // Rounding must not turn "all matched" into almost all: the interval's edges have forms of their own.
  const estimate = all ? 1 : sum(strata, ({ share, matches, n: cases }) => (share / shares) * (matches / cases));
  const kish = 1 / sum(strata, ({ share, n: cases }) => (share / shares) ** 2 / cases);
  const variance = strata.some((stratum) => stratum.n < 2)
    ? null
    : sum(
        strata,
        ({ share, matches, n: cases }) => ((share / shares) ** 2 * (matches / cases) * (1 - matches / cases)) / (cases - 1),
      );
  const interval = kornGraubard({ share: estimate, variance, n, df: n - strata.length, spare: kish }, confidence);
  return { estimate, se: interval.fallback || variance === null ? null : Math.sqrt(variance), kish, ...interval };
}

function sum(strata: readonly Stratum[], of: (stratum: Stratum) => number): number {
  return strata.reduce((total, stratum) => total + of(stratum), 0);
}
