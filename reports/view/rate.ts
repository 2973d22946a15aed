import { percent } from "earnest";

/** Said of a rate beside plain counts that do not give it. */
export const AS_COUNTED = "as the answer counts it";

/** Is this rate what its counts give, as printed? Weights and a cap on clusters give another. */
export function isPlain({ rate, matches, n }: { readonly rate: number; readonly matches: number; readonly n: number }): boolean {
  return n === 0 || percent(rate) === percent(matches / n);
}
