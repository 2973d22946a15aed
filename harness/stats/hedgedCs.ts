import { bisect } from "./bisect.ts";
import type { Interval } from "./clopperPearson.ts";
import { type HedgedOptions, hedgedBets } from "./hedgedCapital.ts";

/**
 * Where the mean of values in [0, 1] lies, in bounds valid at any time: both ends together err with probability alpha at most.
 * At the last value, without running best; with `cases` it also keeps inside what the values not yet drawn can still change. None give [0, 1].
 * For display of two-sided means; the one-sided gate bounds are `csBernoulli` and `RateBounds`. Throws like `hedgedCapital`.
 * Source: Waudby-Smith & Ramdas 2024, JRSSB 86, section 4, theorem 3, and section 5.
 */
export function hedgedCs(
  values: readonly number[],
  { alpha = 0.05, cases }: { alpha?: number; cases?: number | undefined } = {},
): Interval {
  const options: HedgedOptions = { alpha, cases };
  const capital = hedgedBets(values, options);
  const line = -Math.log(alpha) + Math.LN2;
  const sum = values.reduce((total, value) => total + value, 0);
  const least = cases === undefined ? 0 : sum / cases;
  const most = cases === undefined ? 1 : Math.min(1, (sum + cases - values.length) / cases);
  const tooLow = (mean: number) => capital(mean).up >= line;
  const tooHigh = (mean: number) => (capital(mean).down ?? 0) >= line;
  return {
    low: tooLow(least) ? bisect(tooLow, least, most) : least,
    high: tooHigh(most) ? bisect(tooHigh, most, least) : most,
  };
}
