import { D_GRID, type Grid, P_GRID } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { nodeLogs, type Vote } from "./lowerBound.ts";
import type { RateBounds } from "./rateBounds.ts";

/**
 * The most that the log evidence for a rate above the line, and for one below it, can still become with so many clusters left: if each of
 * them hits, or each misses, with a whole vote. Stopping because neither can reach its level costs no error.
 * Source: the evidence rises with every whole hit, so all-hit is its best continuation; `curtailProcess` for lone cases.
 */
export function reach(bounds: RateBounds, line: number, clusters: number): { readonly above: number; readonly below: number } {
  return { above: most(P_GRID, bounds.votes(), line, clusters), below: most(D_GRID, bounds.votes(true), 1 - line, clusters) };
}

function most(grid: Grid, votes: readonly Vote[], share: number, clusters: number): number {
  // At a share of 0 a single hit would be proof; at 1 there is nothing to show.
  if (share <= 0) return clusters > 0 || votes.some(([hits]) => hits > 0) ? Infinity : 0;
  if (share >= 1) return 0;
  return logSumExp(nodeLogs(grid, [...votes, [1, 1, clusters]], share));
}
