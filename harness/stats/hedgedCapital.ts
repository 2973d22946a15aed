import { refuseUnlessInside, refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";

/** The choices of the hedged bets; all of them are fixed before the first value. */
export interface HedgedOptions {
  /** Error level the bets are tuned for. */
  readonly alpha?: number;
  /** How the capital is split: this part bets on a higher mean, the rest on a lower one. 1 bets upwards only. */
  readonly theta?: number;
  /** No bet may lose more than this part of the capital. */
  readonly truncation?: number;
  /** Size of the dataset when the values are drawn from it without replacement in random order. */
  readonly cases?: number | undefined;
}

/** Logs of the capital of both bettors; `down` is null when nothing was put on it. */
export interface HedgedCapital {
  readonly up: number;
  readonly down: number | null;
  /** The larger of the two after the split: an e-process against "the mean is exactly this". */
  readonly hedged: number;
}

/**
 * How much two bettors, one on a higher and one on a lower mean, won from values in [0, 1] against a candidate mean: evidence against it.
 * Infinity when the mean is impossible after these values; no values give log(theta) or log(1 - theta), the larger.
 * Throws a RangeError for a value or mean outside [0, 1], or more values than `cases`.
 * Source: Waudby-Smith & Ramdas 2024, JRSSB 86, section 4 (hedged capital), section 5 (without replacement), appendix B (bets).
 */
export function hedgedCapital(values: readonly number[], mean: number, options: HedgedOptions = {}): HedgedCapital {
  return hedgedBets(values, options)(mean);
}

/** The same for many candidate means: the bets depend on the values alone and are worked out once. */
export function hedgedBets(
  values: readonly number[],
  { alpha = 0.05, theta = 0.5, truncation = 0.5, cases }: HedgedOptions = {},
): (mean: number) => HedgedCapital {
  for (const value of values) refuseUnlessShare("value", value);
  refuseUnlessInside("alpha", alpha);
  refuseUnlessInside("truncation", truncation);
  refuseUnlessShare("theta", theta);
  if (cases !== undefined) refuseUnlessWhole("cases", cases, values.length);
  const bets = plugInBets(values, alpha);
  return (mean) => {
    refuseUnlessShare("mean", mean);
    let [up, down, sum] = [0, 0, 0];
    for (const [i, value] of values.entries()) {
      const here = cases === undefined ? mean : meanLeft(mean, cases, i, sum);
      sum += value;
      if (here < 0 || here > 1 || (here === 0 && value > 0) || (here === 1 && value < 1)) return impossible(theta);
      const bet = bets[i] ?? 0;
      // At 0 and 1 the quotient is Infinity or the value equals the mean; either way the bet itself is the smaller and finite one.
      up += Math.log1p(Math.min(bet, truncation / here) * (value - here));
      down += Math.log1p(-Math.min(bet, truncation / (1 - here)) * (value - here));
    }
    const hedged = Math.max(theta === 0 ? -Infinity : Math.log(theta) + up, theta === 1 ? -Infinity : Math.log1p(-theta) + down);
    return { up, down: theta === 1 ? null : down, hedged };
  };
}

/** The mean of the cases not yet drawn if the whole dataset had this mean. */
function meanLeft(mean: number, cases: number, drawn: number, sum: number): number {
  const left = mean * cases - sum;
  const share = left / (cases - drawn);
  // Sums carry rounding; what is 0 or 1 but for that decides between possible and impossible.
  if (Math.abs(left) <= 1e-12 * cases) return 0;
  return Math.abs(share - 1) <= 1e-12 ? 1 : share;
}

function impossible(theta: number): HedgedCapital {
  return { up: Infinity, down: theta === 1 ? null : Infinity, hedged: Infinity };
}

/** One bet per value, from the values before it only. */
function plugInBets(values: readonly number[], alpha: number): number[] {
  let [sum, squares, variance] = [0, 0, 0.25];
  return values.map((value, index) => {
    const i = index + 1;
    const bet = Math.sqrt((2 * Math.log(2 / alpha)) / (variance * i * Math.log1p(i)));
    sum += value;
    squares += (value - (0.5 + sum) / (i + 1)) ** 2;
    variance = (0.25 + squares) / (i + 1);
    return bet;
  });
}
