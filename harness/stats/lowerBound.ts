import type { Grid } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { refuseUnlessInside } from "./refuse.ts";

/** How often each value was seen; values are at least 0, counts whole. */
export type ValueCounts = Iterable<readonly [value: number, count: number]>;

/**
 * The largest null mean that the values refute at error level alpha on this grid; 0 when no value is above 0.
 * The log evidence is convex and rising in u = -log(mean), so Newton's steps come down on the root from one side.
 */
export function lowerBound(grid: Grid, seen: ValueCounts, alpha: number): number {
  refuseUnlessInside("alpha", alpha);
  const values = [...seen].filter(([, count]) => count > 0);
  if (!values.some(([value]) => value > 0)) return 0;
  const target = -Math.log(alpha);
  let u = 0;
  for (let step = 0; step < 500; step += 1) {
    const { height, slope } = evidenceAt(grid, values, u);
    const next = u - (height - target) / slope;
    // From the second step on every step goes down; the first that does not has arrived, to rounding.
    const arrived = Math.abs(next - u) <= 4e-16 * Math.abs(u) || (step > 0 && next >= u);
    u = next;
    if (arrived) break;
  }
  return Math.exp(-u);
}

/** The log evidence against the mean exp(-u), and its derivative by u. */
function evidenceAt(grid: Grid, values: (readonly [number, number])[], u: number): { height: number; slope: number } {
  const logs = grid.logWeights.slice();
  const slopes = new Float64Array(logs.length);
  const [grown, shrunk] = [Math.expm1(u), Math.exp(-u)];
  for (const [value, count] of values) {
    for (let k = 0; k < logs.length; k += 1) {
      const bet = grid.bets[k] ?? 0;
      // Two forms of log(1 - bet + bet * value / mean): one exact for small u, one that cannot overflow.
      let term = grid.losses[k] ?? 0;
      if (value > 0) {
        term = u < 30 ? Math.log1p(bet * (value * grown + (value - 1))) : u + Math.log(bet * value + (1 - bet) * shrunk);
        slopes[k] = (slopes[k] ?? 0) + count / (1 + ((1 - bet) * shrunk) / (bet * value));
      }
      logs[k] = (logs[k] ?? 0) + count * term;
    }
  }
  const height = logSumExp(logs);
  let slope = 0;
  for (let k = 0; k < logs.length; k += 1) slope += Math.exp((logs[k] ?? -Infinity) - height) * (slopes[k] ?? 0);
  return { height, slope };
}
