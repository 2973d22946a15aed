import { special } from "./special.ts";

/**
 * The probability that a standard normal variable is at most `z`; accurate in the lower tail, where p-values live.
 * Throws a RangeError for NaN.
 * Source: Phi(z) = erfc(-z / sqrt(2)) / 2, Abramowitz & Stegun 1964, 26.2.29.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("expected a number, got NaN");
  return special.erfc(-z / Math.SQRT2) / 2;
}
