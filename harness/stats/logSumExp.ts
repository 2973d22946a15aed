/** log(sum of exp(values)) without overflow; no values, or only -Infinity, give -Infinity. */
export function logSumExp(values: ArrayLike<number>): number {
  let most = -Infinity;
  for (let k = 0; k < values.length; k += 1) most = Math.max(most, values[k] ?? -Infinity);
  if (!Number.isFinite(most)) return most;
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) sum += Math.exp((values[k] ?? -Infinity) - most);
  return most + Math.log(sum);
}
