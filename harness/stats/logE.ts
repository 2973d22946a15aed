import type { Grid } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { refuseUnlessShare } from "./refuse.ts";

/** The log of the evidence after so many cases for the bet and so many against; real-valued counts are allowed. */
export type LogE = (hits: number, against: number) => number;

/**
 * The evidence (natural log of an e-value) of 0/1 outcomes against "the share of hits is at most `share`", on a grid, ready for many counts.
 * The constants of the grid are worked out once for the share; a call costs 64 exponentials. Counts of 0 give 0.
 * Throws a RangeError unless 0 < share <= 1 (at 1 there is nothing to show: the evidence never rises).
 * Source: a mixture of betting martingales, Waudby-Smith & Ramdas 2024, JRSSB 86, section 4; valid at any stopping time by Ville 1939.
 */
export function logE(grid: Grid, share: number): LogE {
  refuseUnlessShare("share", share);
  if (share === 0) throw new RangeError("expected a share above 0: the first hit would refute it for certain");
  const gains = grid.bets.map((bet) => Math.log1p((bet * (1 - share)) / share));
  const logs = new Float64Array(gains.length);
  return (hits, against) => {
    // Without this the rounding of the weights would make the empty evidence 1e-16 instead of none.
    if (hits === 0 && against === 0) return 0;
    for (let k = 0; k < logs.length; k += 1) {
      logs[k] = (grid.logWeights[k] ?? 0) + hits * (gains[k] ?? 0) + against * (grid.losses[k] ?? 0);
    }
    return logSumExp(logs);
  };
}
