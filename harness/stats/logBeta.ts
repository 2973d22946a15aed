import gammaln from "@stdlib/math-base-special-gammaln";

/** The log of the beta function B(a, b), DLMF 5.12; a and b positive. */
export function logBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}
