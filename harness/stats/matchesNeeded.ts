import { refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";

/**
 * The fewest matches among `cases` whose share is at least `share`: ceil(share * cases) of the decimal the share is written as.
 * So 0.07 of 100 is 7, where floating point says 7.000000000000001 and would round up to 8.
 * Throws a RangeError for a share outside [0, 1] or a number of cases that is not whole.
 */
export function matchesNeeded(share: number, cases: number): number {
  refuseUnlessShare("share", share);
  refuseUnlessWhole("cases", cases);
  // The shortest text that reads back as this number is the decimal that was written down.
  const [mantissa = "0", exponent = "0"] = String(share).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const denominator = 10n ** BigInt(fraction.length - Number(exponent));
  const numerator = BigInt(whole + fraction) * BigInt(cases);
  return Number((numerator + denominator - 1n) / denominator);
}
