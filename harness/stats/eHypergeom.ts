import type { Counts } from "./eBernoulli.ts";
import { P_GRID } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { refuseUnlessWhole } from "./refuse.ts";
import { special } from "./special.ts";

/**
 * The evidence that a dataset of `cases` holds at least `needed` matches, after drawing some in random order: the log of an e-value.
 * Infinity once the matches are there, -Infinity once no alternative on the grid allows so many misses. Independent of the path.
 * A little sharper than `ESequence` without replacement, for 0/1 outcomes only. Throws a RangeError for counts that do not fit.
 * Source: hypergeometric likelihood ratios (Wald 1945) mixed over the promotion grid.
 */
export function eHypergeom({ matches, misses, cases, needed }: Counts & { cases: number; needed: number }): number {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  refuseUnlessWhole("cases", cases, matches + misses);
  refuseUnlessWhole("needed", needed, 1);
  if (needed > cases) throw new RangeError(`expected at most ${cases} needed matches, got ${needed}`);
  if (matches >= needed) return Infinity;
  if (matches + misses === 0) return 0;
  // The null's boundary: one match short, so this many misses.
  const nullMisses = cases - needed + 1;
  if (misses > nullMisses) return -Infinity;
  const ofNull = logFalling(needed - 1, matches) + logFalling(nullMisses, misses);
  const logs = P_GRID.bets.map((bet, k) => {
    const fewer = Math.floor(nullMisses * (1 - bet));
    return (P_GRID.logWeights[k] ?? 0) + logFalling(cases - fewer, matches) + logFalling(fewer, misses) - ofNull;
  });
  return logSumExp(logs);
}

/** log of a (a-1) ... (a-k+1), the ways to draw k from a in order; -Infinity when there are none. */
function logFalling(a: number, k: number): number {
  return k > a ? -Infinity : special.gammaln(a + 1) - special.gammaln(a - k + 1);
}
