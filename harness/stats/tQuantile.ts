import { refuseUnlessInside } from "./refuse.ts";
import { special } from "./special.ts";

/**
 * The value below which Student's t with `df` degrees of freedom (any positive number) falls with the given probability.
 * Throws a RangeError for a probability outside (0, 1) or df that is not positive and finite.
 * Source: from the incomplete beta function, Abramowitz & Stegun 26.7.1 and 26.5.27: x = df / (df + t^2) has P(|T| > t) = I_x(df/2, 1/2).
 */
export function tQuantile(probability: number, df: number): number {
  refuseUnlessInside("probability", probability);
  if (!(df > 0 && df < Infinity)) throw new RangeError(`expected positive degrees of freedom, got ${df}`);
  if (probability === 0.5) return 0;
  const outside = 2 * Math.min(probability, 1 - probability);
  // The kernel gives x and 1 - x, so that neither loses digits near 1.
  const [x = Number.NaN, rest = Number.NaN] = special.betaincInv(df / 2, 0.5, outside, 1 - outside);
  return Math.sign(probability - 0.5) * Math.sqrt((df * rest) / x);
}
