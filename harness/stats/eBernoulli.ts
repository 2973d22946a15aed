import { P_GRID } from "./grid.ts";
import { logE } from "./logE.ts";
import { refuseUnlessWhole } from "./refuse.ts";

/** How many cases matched and how many did not. */
export interface Counts {
  readonly matches: number;
  readonly misses: number;
}

/**
 * The evidence that the match share lies above `share`: the natural log of an e-value, which may be looked at after every case.
 * Promote when it reaches log(1/alpha): a share at or below `share` ever gets there with probability alpha at most. No cases give 0.
 * It depends on the two counts only, so a stream keeps two integers; for many counts at one share use `logE(P_GRID, share)`.
 * Throws a RangeError unless the counts are whole numbers and 0 < share <= 1.
 * Source: Waudby-Smith & Ramdas 2024, JRSSB 86, section 4, as a fixed grid of bets; Ville 1939.
 */
export function eBernoulli({ matches, misses, share }: Counts & { readonly share: number }): number {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  return logE(P_GRID, share)(matches, misses);
}
