import type { Counts } from "./eBernoulli.ts";
import { klBernoulli } from "./klBernoulli.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/** Where Wald's test stands and what it costs on average. */
export interface Sprt {
  /** Log likelihood ratio so far, and the lines at which the test ends. */
  readonly logRatio: number;
  readonly upper: number;
  readonly lower: number;
  readonly decision: "above" | "below" | "continue";
  /** Cases needed on average (Wald's approximation) when the share is `above`, and when it is `below`. */
  readonly casesIfAbove: number;
  readonly casesIfBelow: number;
  /** The fewest cases on average of any test of this alpha that never gives up. */
  readonly fewestCases: number;
  /** Evidence per case (nats) when the share is `above`. */
  readonly divergence: number;
}

/**
 * Is the match share `above` or only `below`? Wald's sequential test, which must know both in advance; the yardstick for `eBernoulli`.
 * `alpha` bounds deciding "above" wrongly, `beta` deciding "below" wrongly. Throws a RangeError unless 0 < below < above < 1.
 * Source: Wald 1945, Annals of Mathematical Statistics 16; Wald & Wolfowitz 1948.
 */
export function sprt({
  matches,
  misses,
  below,
  above,
  alpha = 0.05,
  beta = 0.1,
}: Counts & { below: number; above: number; alpha?: number; beta?: number }): Sprt {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  for (const [name, value] of Object.entries({ below, above, alpha, beta })) refuseUnlessInside(name, value);
  if (below >= above) throw new RangeError(`expected below < above, got ${below} and ${above}`);
  if (alpha + beta >= 1) throw new RangeError(`expected alpha + beta below 1, got ${alpha} and ${beta}`);
  const upper = Math.log((1 - beta) / alpha);
  const lower = Math.log(beta / (1 - alpha));
  const divergence = klBernoulli(above, below);
  const logRatio = matches * Math.log(above / below) + misses * (Math.log1p(-above) - Math.log1p(-below));
  return {
    logRatio,
    upper,
    lower,
    decision: logRatio >= upper ? "above" : logRatio <= lower ? "below" : "continue",
    casesIfAbove: ((1 - beta) * upper + beta * lower) / divergence,
    casesIfBelow: -(alpha * upper + (1 - alpha) * lower) / klBernoulli(below, above),
    fewestCases: -Math.log(alpha) / divergence,
    divergence,
  };
}
