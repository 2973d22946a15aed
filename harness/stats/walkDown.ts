import { boldestFirst, type Claim } from "./claim.ts";

/** What acting alone from a threshold on would have meant. */
export interface Accepted {
  readonly threshold: number;
  /** Claims at or above the threshold. */
  readonly n: number;
  /** Mismatches among them. */
  readonly errors: number;
}

/**
 * Counts the claims at or above each threshold, strict to loose. Compares the decimals as given, without rounding.
 * Throws a RangeError unless the thresholds fall strictly, and on a confidence that is not from 0 to 1.
 */
export function walkDown(claims: readonly Claim[], thresholds: readonly number[]): Accepted[] {
  const sorted = boldestFirst(claims);
  let n = 0;
  let errors = 0;
  let last = Number.POSITIVE_INFINITY;
  return thresholds.map((threshold) => {
    if (!(threshold < last)) throw new RangeError(`expected thresholds from strict to loose, got ${threshold} after ${last}`);
    last = threshold;
    for (let claim = sorted[n]; claim !== undefined && claim.confidence >= threshold; claim = sorted[n]) {
      if (!claim.match) errors += 1;
      n += 1;
    }
    return { threshold, n, errors };
  });
}
