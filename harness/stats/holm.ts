import { refuseUnlessShare } from "./refuse.ts";

/** Throws a RangeError unless all are p-values; returns their places, smallest p-value first, equal ones as they came. */
export function ranked(pValues: readonly number[]): number[] {
  for (const p of pValues) refuseUnlessShare("a p-value", p);
  return pValues.map((_, at) => at).sort((one, two) => (pValues[one] ?? 0) - (pValues[two] ?? 0));
}

/**
 * P-values adjusted so that the chance of even one false rejection stays at the level, however the tests depend on each other.
 * In the order given; a test that stayed silent belongs in the list too. On anytime p-values it holds at all looks together.
 * Throws a RangeError on anything that is not a p-value. Source: Holm 1979, Scandinavian J. of Statistics 6.
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  for (const [rank, at] of ranked(pValues).entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[at] ?? 1)));
    adjusted[at] = largest;
  }
  return adjusted;
}
