import { special } from "./special.ts";

/** The log of the beta function B(a, b), DLMF 5.12; a and b positive. */
export function logBeta(a: number, b: number): number {
  return special.gammaln(a) + special.gammaln(b) - special.gammaln(a + b);
}
