import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/**
 * How large a failure share can still be after `n` cases without one: the exact one-sided limit and the two usual shortcuts.
 * `exact` is 1 - alpha^(1/n); `logarithm` is log(1/alpha)/n and `ruleOfThree` 3/n (meant for 95 %), both cut at 1. n = 0 gives 1.
 * Throws a RangeError unless n is a whole number of at least 0 and 0 < confidence < 1.
 * Source: Hanley & Lippman-Hand 1983, JAMA 249; the exact limit is Clopper-Pearson's at zero.
 */
export function zeroFailureUpper(
  n: number,
  confidence = 0.95,
): { readonly exact: number; readonly logarithm: number; readonly ruleOfThree: number } {
  refuseUnlessWhole("n", n);
  refuseUnlessInside("confidence", confidence);
  if (n === 0) return { exact: 1, logarithm: 1, ruleOfThree: 1 };
  const log = Math.log(1 - confidence);
  return { exact: -Math.expm1(log / n), logarithm: Math.min(1, -log / n), ruleOfThree: Math.min(1, 3 / n) };
}
