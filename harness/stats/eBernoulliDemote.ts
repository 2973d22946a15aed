import type { Counts } from "./eBernoulli.ts";
import { D_GRID } from "./grid.ts";
import { logE } from "./logE.ts";
import { refuseUnlessWhole } from "./refuse.ts";

/**
 * The evidence that the match share lies below `share`: the natural log of an e-value, which may be looked at after every case.
 * Demote, or hold, when it reaches log(1/alpha): a share at or above `share` ever gets there with probability alpha at most. No cases give 0.
 * Throws a RangeError unless the counts are whole numbers and 0 <= share < 1.
 * Source: as eBernoulli, on the misses, with bets spaced by logarithm because the null miss share is small.
 */
export function eBernoulliDemote({ matches, misses, share }: Counts & { readonly share: number }): number {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  return logE(D_GRID, 1 - share)(misses, matches);
}
