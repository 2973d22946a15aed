import type { Grid } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { refuseUnlessInside } from "./refuse.ts";

/** What one vote brings: `hits` of `size`, both from 0 to 1 and hits at most size (a lone 0/1 outcome has size 1), and how often it was seen. */
export type Vote = readonly [hits: number, size: number, times: number];

/**
 * The log of each node's capital after the votes, against "hits are at most `share` of size": log weight + sum of log(1 + bet (hits / share - size)).
 * The order of the votes does not matter. Throws a RangeError unless share > 0.
 */
export function nodeLogs(grid: Grid, votes: Iterable<Vote>, share: number): Float64Array {
  if (!(share > 0)) throw new RangeError(`expected a share above 0, got ${share}`);
  const logs = grid.logWeights.slice();
  for (const [hits, size, times] of votes) {
    const gain = hits / share - size;
    for (let k = 0; k < logs.length; k += 1) logs[k] = (logs[k] ?? 0) + times * Math.log1p((grid.bets[k] ?? 0) * gain);
  }
  return logs;
}

/**
 * The largest share that the votes refute at error level alpha on this grid; 0 when there are no hits.
 * The log evidence is convex and rising in u = -log(share), so Newton's steps come down on the root from one side.
 */
export function lowerBound(grid: Grid, seen: Iterable<Vote>, alpha: number): number {
  refuseUnlessInside("alpha", alpha);
  const votes = [...seen].filter(([, , times]) => times > 0);
  if (!votes.some(([hits]) => hits > 0)) return 0;
  const target = -Math.log(alpha);
  let u = 0;
  for (let step = 0; step < 500; step += 1) {
    const { height, slope } = evidenceAt(grid, votes, u);
    const next = u - (height - target) / slope;
    // From the second step on every step goes down; the first that does not has arrived, to rounding.
    const arrived = Math.abs(next - u) <= 4e-16 * Math.abs(u) || (step > 0 && next >= u);
    u = next;
    if (arrived) break;
  }
  return Math.exp(-u);
}

/** The log evidence against the share exp(-u), and its derivative by u. */
function evidenceAt(grid: Grid, votes: readonly Vote[], u: number): { height: number; slope: number } {
  const logs = grid.logWeights.slice();
  const slopes = new Float64Array(logs.length);
  const [grown, shrunk] = [Math.expm1(u), Math.exp(-u)];
  for (const [hits, size, times] of votes) {
    const extra = hits - size;
    for (let k = 0; k < logs.length; k += 1) {
      const bet = grid.bets[k] ?? 0;
      // Two forms of log(1 - bet * size + bet * hits / share): one exact for small u, one that cannot overflow.
      const kept = 1 - bet * size;
      if (hits === 0) {
        logs[k] = (logs[k] ?? 0) + times * (size === 1 ? (grid.losses[k] ?? 0) : Math.log1p(-bet * size));
        continue;
      }
      const term = u < 30 ? Math.log1p(bet * (hits * grown + extra)) : u + Math.log(bet * hits + kept * shrunk);
      slopes[k] = (slopes[k] ?? 0) + times / (1 + (kept * shrunk) / (bet * hits));
      logs[k] = (logs[k] ?? 0) + times * term;
    }
  }
  const height = logSumExp(logs);
  let slope = 0;
  for (let k = 0; k < logs.length; k += 1) slope += Math.exp((logs[k] ?? -Infinity) - height) * (slopes[k] ?? 0);
  return { height, slope };
}
