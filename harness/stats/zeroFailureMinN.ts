import { refuseUnlessInside } from "./refuse.ts";

/**
 * The fewest cases, all matching, that show a share above `share` in one look: the smallest n with share^n <= 1 - confidence.
 * Throws a RangeError unless both are strictly between 0 and 1.
 * Source: Clopper-Pearson's lower limit at n of n; Hahn & Meeker 1991, chapter 6.
 */
export function zeroFailureMinN(share: number, confidence = 0.95): number {
  refuseUnlessInside("share", share);
  refuseUnlessInside("confidence", confidence);
  const ratio = Math.log(1 - confidence) / Math.log(share);
  // At exact ties (0.5^2 = 0.25) the quotient of two rounded logarithms may land just above the whole number.
  return Math.max(1, Math.ceil(ratio * (1 - 1e-12)));
}
