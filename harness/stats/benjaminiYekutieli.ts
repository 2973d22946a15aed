import { benjaminiHochberg } from "./benjaminiHochberg.ts";

/**
 * P-values adjusted so that the expected share of false ones among the rejections stays at the level, however the tests depend.
 * In the order given. Throws a RangeError on anything that is not a p-value. At a fixed n only.
 * Source: Benjamini & Yekutieli 2001, Annals of Statistics 29, theorem 1.3.
 */
export function benjaminiYekutieli(pValues: readonly number[]): number[] {
  const penalty = pValues.reduce((sum, _, at) => sum + 1 / (at + 1), 0);
  return benjaminiHochberg(pValues, Math.max(1, penalty));
}
