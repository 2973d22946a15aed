import { betaQuantile } from "./betaQuantile.ts";
import type { Interval } from "./clopperPearson.ts";
import { refuseUnlessShare } from "./refuse.ts";
import { tailOf } from "./sides.ts";
import { special } from "./special.ts";
import { tQuantile } from "./tQuantile.ts";

/**
 * The exact interval for a share that was seen in an effective number of cases, which need not be whole.
 * Both in plain numbers; no effective cases give [0, 1]. Throws a RangeError unless 0 <= share <= 1 and effective >= 0.
 * Source: Korn & Graubard 1998, Survey Methodology 24: Clopper & Pearson's beta quantiles at x = n p.
 */
export function effectiveInterval(share: number, effective: number, confidence = 0.95): Interval {
  refuseUnlessShare("share", share);
  if (!(effective >= 0)) throw new RangeError(`expected an effective number of cases, got ${effective}`);
  const tail = tailOf(confidence, "two");
  if (effective === 0) return { low: 0, high: 1 };
  const matches = effective * share;
  // The closed forms at the edges hold for real n, and the quantile's argument would run into 0 or 1.
  if (share === 0) return { low: 0, high: -Math.expm1(Math.log(tail) / effective) };
  if (share === 1) return { low: Math.exp(Math.log(tail) / effective), high: 1 };
  return {
    low: betaQuantile(tail, matches, effective - matches + 1),
    high: betaQuantile(1 - tail, matches + 1, effective - matches),
  };
}

/**
 * The smallest error of one end at which the low end of `effectiveInterval` still reaches `limit`: a chance for one look.
 * Throws a RangeError unless share and limit are shares and effective >= 0. Source: the same beta distribution, the other way round.
 */
export function effectiveTail(share: number, effective: number, limit: number): number {
  refuseUnlessShare("share", share);
  refuseUnlessShare("limit", limit);
  if (!(effective >= 0)) throw new RangeError(`expected an effective number of cases, got ${effective}`);
  const matches = effective * share;
  if (limit === 0) return 0;
  if (matches === 0) return 1;
  return share === 1 ? limit ** effective : special.betainc(limit, matches, effective - matches + 1, true, false);
}

/** What an estimate from a sample that is not simple is worth, and the interval that follows. */
export interface SurveyInterval extends Interval {
  /** Cases of a simple sample with the same variance; null where the variance says nothing. */
  readonly effective: number | null;
  /** The same, lowered for the few degrees of freedom, at most the cases there are: what the interval uses. */
  readonly adjusted: number;
  /** Whether `spare` had to stand in, because all matched, none did, or no variance could be estimated. */
  readonly fallback: boolean;
}

/**
 * The interval for a share whose variance was estimated with `df` degrees of freedom from `n` cases.
 * Where the variance says nothing (null or 0, or a share of 0 or 1) `spare` is the effective number of cases.
 * Throws what `effectiveInterval` throws. Source: Korn & Graubard 1998, Survey Methodology 24.
 */
export function kornGraubard(
  { share, variance, n, df, spare }: { share: number; variance: number | null; n: number; df: number; spare: number },
  confidence = 0.95,
): SurveyInterval {
  if (variance === null || !(variance > 0) || share === 0 || share === 1 || df < 1) {
    return { effective: null, adjusted: spare, fallback: true, ...effectiveInterval(share, spare, confidence) };
  }
  const effective = (share * (1 - share)) / variance;
  const upper = (1 + confidence) / 2;
  const adjusted = Math.min(n, effective * (tQuantile(upper, n - 1) / tQuantile(upper, df)) ** 2);
  return { effective, adjusted, fallback: false, ...effectiveInterval(share, adjusted, confidence) };
}
