import { refuseUnlessInside } from "./refuse.ts";

/**
 * Which of many nulls to reject so that the expected share of false rejections is at most `alpha`, however the tests depend.
 * Takes the logarithms of the e-values at one moment, in the order given; an impossible null is Infinity, a ruined bet -Infinity.
 * Valid on current e-values only, never on the largest so far nor on decisions kept from earlier: a list for tonight, not a gate.
 * Throws a RangeError on NaN and on an alpha outside (0, 1).
 * Source: Wang & Ramdas 2022, J. of the Royal Statistical Society B 84.
 */
export function eBh(logE: readonly number[], alpha: number): boolean[] {
  refuseUnlessInside("alpha", alpha);
  if (logE.some(Number.isNaN)) throw new RangeError("expected logarithms of e-values, got NaN");
  const order = logE
    .map((_, at) => at)
    .sort((one, two) => ((logE[one] ?? 0) === (logE[two] ?? 0) ? 0 : (logE[two] ?? 0) > (logE[one] ?? 0) ? 1 : -1));
  // A tie with the threshold counts as reached; logarithms round, so it has a hair of room.
  const needed = Math.log(logE.length / alpha) - 1e-12;
  const count = 1 + order.findLastIndex((at, rank) => Math.log(rank + 1) + (logE[at] ?? 0) >= needed);
  const rejected = new Set(order.slice(0, count));
  return logE.map((_, at) => rejected.has(at));
}
