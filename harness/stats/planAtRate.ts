import { smallestWhole } from "./bisect.ts";
import type { Counts } from "./eBernoulli.ts";
import { P_GRID } from "./grid.ts";
import { logE } from "./logE.ts";
import { refuseUnlessInside, refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";

/**
 * How many more cases until `eBernoulli` shows a share above `share`, if the cases to come match at exactly `rate`: 0 when it already does,
 * null when it never will. A straight line, so pessimistic: luck lets half the runs stop earlier. For display, never for a verdict.
 * Throws a RangeError unless the counts are whole numbers, 0 < share <= 1, 0 <= rate <= 1 and 0 < alpha < 1.
 * Source: the evidence of `eBernoulli` at real-valued counts; to first order (log(1/alpha) - log E) / KL(rate, share), Wald 1945.
 */
export function planAtRate({
  matches,
  misses,
  rate,
  share,
  alpha = 0.05,
}: Counts & { rate: number; share: number; alpha?: number }): number | null {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  refuseUnlessShare("rate", rate);
  refuseUnlessInside("alpha", alpha);
  const evidence = logE(P_GRID, share);
  const shown = (more: number) => evidence(matches + more * rate, misses + more * (1 - rate)) >= -Math.log(alpha);
  // The evidence on a straight line is convex in its length: once below the line it crosses at most once, or never.
  return smallestWhole(shown);
}
