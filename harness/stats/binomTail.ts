import { refuseUnlessCounts, refuseUnlessShare } from "./refuse.ts";
import { special } from "./special.ts";

/**
 * How likely it is that a share `share` gives at most, and at least, `k` of `n` independent cases: P(X <= k) and P(X >= k).
 * Throws a RangeError unless 0 <= k <= n are whole numbers and the share is from 0 to 1.
 * Source: the binomial tail as a regularised incomplete beta function, DLMF 8.17.5.
 */
export function binomTail(k: number, n: number, share: number): { readonly atMost: number; readonly atLeast: number } {
  refuseUnlessCounts(k, n);
  refuseUnlessShare("share", share);
  return {
    atMost: k === n ? 1 : special.betainc(share, k + 1, n - k, true, true),
    atLeast: k === 0 ? 1 : special.betainc(share, k, n - k + 1, true, false),
  };
}
