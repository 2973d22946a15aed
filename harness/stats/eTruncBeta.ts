import type { Counts } from "./eBernoulli.ts";
import { logBeta } from "./logBeta.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";
import { special } from "./special.ts";

/**
 * The evidence that the match share lies above `share`, in closed form: the log of an e-value under a Beta(a, b) prior cut off below `share`.
 * Valid at any time like `eBernoulli`, which needs fewer cases; kept to check the default against. No cases give 0.
 * Throws a RangeError unless the counts are whole numbers, 0 < share < 1, and the prior's shapes are positive.
 * Source: Robbins 1970, Annals of Mathematical Statistics 41, with a truncated mixing law; incomplete beta, DLMF 8.17.
 */
export function eTruncBeta({ matches, misses, share, a = 1, b = 1 }: Counts & { share: number; a?: number; b?: number }): number {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  refuseUnlessInside("share", share);
  if (!(a > 0 && b > 0)) throw new RangeError(`expected a prior with positive shapes, got ${a} and ${b}`);
  const miss = 1 - share;
  const logIncomplete = logIncompleteBeta(miss, b + misses, a + matches) - logIncompleteBeta(miss, b, a);
  return logIncomplete - matches * Math.log(share) - misses * Math.log1p(-share);
}

/** The log of the integral of t^(p-1) (1-t)^(q-1) from 0 to x. Below the mean as a series (DLMF 8.17.8), where the library's value underflows. */
function logIncompleteBeta(x: number, p: number, q: number): number {
  if (x >= p / (p + q)) return logBeta(p, q) + Math.log(special.betainc(x, p, q, true, false));
  let [sum, term] = [1, 1];
  for (let i = 0; term > sum * 1e-17; i += 1) {
    term *= (x * (p + q + i)) / (p + 1 + i);
    sum += term;
  }
  return p * Math.log(x) + q * Math.log1p(-x) - Math.log(p) + Math.log(sum);
}
