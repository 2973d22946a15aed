import { refuseUnlessShare } from "./refuse.ts";
import { special } from "./special.ts";

/**
 * The value below which a Beta(a, b) variable falls with the given probability; a and b may be any positive numbers.
 * Throws a RangeError for a probability outside [0, 1] or a shape that is not positive and finite.
 * Source: inverse of the regularised incomplete beta function, DLMF 8.17; computed by @stdlib.
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  refuseUnlessShare("probability", probability);
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity)) throw new RangeError(`expected positive shapes, got ${a} and ${b}`);
  return special.betaQuantile(probability, a, b);
}
