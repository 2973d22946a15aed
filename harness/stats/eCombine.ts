import { logSumExp } from "./logSumExp.ts";

/**
 * One log e-value from several against the same null: "product" for independent new data, "mean" whatever the dependence.
 * No values give 0 for both: nothing seen is no evidence. Throws a RangeError for a value that is not a number, and for a product of
 * certainty and impossibility (Infinity with -Infinity).
 * Source: Vovk & Wang 2021, Annals of Statistics 49, sections 3 and 4.
 */
export function eCombine(logEs: readonly number[], mode: "product" | "mean"): number {
  const total = mode === "product" ? logEs.reduce((sum, logE) => sum + logE, 0) : logSumExp(logEs) - Math.log(logEs.length);
  if (logEs.length === 0) return 0;
  if (Number.isNaN(total) || logEs.some(Number.isNaN))
    throw new RangeError(`expected numbers to combine, got ${logEs.join(", ")}`);
  return total;
}
