import { bisect } from "./bisect.ts";
import type { Interval } from "./clopperPearson.ts";
import { logBeta } from "./logBeta.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/**
 * A two-sided confidence sequence for a match share in closed form: both ends together err with probability alpha at most, over all looks.
 * Wider than `csBernoulli`; kept for contrast. Only the interval may be used: its mixture at one share is no one-sided test.
 * Throws a RangeError unless the counts are whole numbers, 0 < alpha < 1, and the prior's shapes are positive.
 * Source: Robbins 1970, Annals of Mathematical Statistics 41; Howard et al. 2021, Annals of Statistics 49.
 */
export function csRobbins(
  matches: number,
  misses: number,
  { alpha = 0.05, a = 0.5, b = 0.5 }: { alpha?: number; a?: number; b?: number } = {},
): Interval {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  refuseUnlessInside("alpha", alpha);
  if (!(a > 0 && b > 0)) throw new RangeError(`expected a prior with positive shapes, got ${a} and ${b}`);
  const mixture = logBeta(a + matches, b + misses) - logBeta(a, b);
  const refuted = (share: number) =>
    mixture - (matches === 0 ? 0 : matches * Math.log(share)) - (misses === 0 ? 0 : misses * Math.log1p(-share)) >=
    -Math.log(alpha);
  const centre = matches + misses === 0 ? 0.5 : matches / (matches + misses);
  return {
    low: matches === 0 ? 0 : bisect(refuted, 0, centre),
    high: misses === 0 ? 1 : bisect(refuted, 1, centre),
  };
}
