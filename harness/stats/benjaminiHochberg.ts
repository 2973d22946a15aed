import { ranked } from "./holm.ts";

/**
 * P-values adjusted so that the expected share of false ones among the rejections stays at the level, for independent tests.
 * In the order given; `penalty` multiplies them all. Throws a RangeError on anything that is not a p-value. At a fixed n only.
 * Source: Benjamini & Hochberg 1995, J. of the Royal Statistical Society B 57, equation 1.
 */
export function benjaminiHochberg(pValues: readonly number[], penalty = 1): number[] {
  if (!(penalty >= 1)) throw new RangeError(`expected a penalty of at least 1, got ${penalty}`);
  const adjusted = new Array<number>(pValues.length);
  let smallest = 1;
  for (const [rank, at] of [...ranked(pValues).entries()].reverse()) {
    smallest = Math.min(smallest, ((penalty * pValues.length) / (rank + 1)) * (pValues[at] ?? 1));
    adjusted[at] = smallest;
  }
  return adjusted;
}
