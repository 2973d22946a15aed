import { P_GRID } from "./grid.ts";
import { logE } from "./logE.ts";
import { refuseUnlessWhole } from "./refuse.ts";

const evidence = logE(P_GRID, 0.5);

/**
 * The evidence that the first of two versions matches more often on the same cases, from the pairs in which they differ:
 * the natural log of an e-value, which may be looked at after every pair. No differing pair gives 0.
 * `wins` are pairs matched by the first version only, `losses` by the second only; each case counts once.
 * Throws a RangeError unless both are whole numbers.
 * Source: as eBernoulli at the share 1/2; pairs in which both agree say nothing about the sign.
 */
export function ePaired(wins: number, losses: number): number {
  refuseUnlessWhole("wins", wins);
  refuseUnlessWhole("losses", losses);
  return evidence(wins, losses);
}
