import { smallestWhole } from "./bisect.ts";
import type { Counts } from "./eBernoulli.ts";
import { P_GRID } from "./grid.ts";
import { logE } from "./logE.ts";
import { refuseUnlessInside, refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";

/**
 * How likely `eBernoulli` promotes within the `remaining` cases, looked at after each, if their true match share is `rate`; and how many
 * of them are used on average (all of them when it does not promote). Exact, not simulated; time grows with remaining times misses.
 * Throws a RangeError unless counts and remaining are whole numbers, 0 < share <= 1, 0 <= rate <= 1 and 0 < alpha < 1.
 * Source: a dynamic programme over the number of misses, as for repeated looks at binomial data, Armitage, McPherson & Rowe 1969, JRSS A 132.
 */
export function promoteProbability({
  matches,
  misses,
  remaining,
  rate,
  share,
  alpha = 0.05,
}: Counts & { remaining: number; rate: number; share: number; alpha?: number }): {
  readonly probability: number;
  readonly expectedCases: number;
} {
  for (const [name, value] of Object.entries({ matches, misses, remaining })) refuseUnlessWhole(name, value);
  refuseUnlessShare("rate", rate);
  refuseUnlessInside("alpha", alpha);
  const needed = matchesByMisses({ matches, misses, remaining, share, alpha });
  if (needed.length > 0 && matches >= (needed[0] ?? Infinity)) return { probability: 1, expectedCases: 0 };
  // alive[j]: the probability of j new misses and no promotion yet. More misses than `needed` lists cannot promote any more.
  const alive = new Float64Array(needed.length);
  if (alive.length > 0) alive[0] = 1;
  let [probability, expectedCases] = [0, 0];
  for (let t = 0; t < remaining; t += 1) {
    expectedCases += 1 - probability;
    for (let j = Math.min(t + 1, alive.length - 1); j >= 0; j -= 1) {
      const mass = rate * (alive[j] ?? 0) + (j > 0 ? (1 - rate) * (alive[j - 1] ?? 0) : 0);
      const promoted = matches + t + 1 - j >= (needed[j] ?? Infinity);
      alive[j] = promoted ? 0 : mass;
      if (promoted) probability += mass;
    }
  }
  return { probability: Math.min(1, probability), expectedCases };
}

/** For 0, 1, 2 ... new misses, how many matches in all promote; ends where the remaining cases cannot bring them. */
function matchesByMisses({
  matches,
  misses,
  remaining,
  share,
  alpha,
}: Counts & { remaining: number; share: number; alpha: number }): number[] {
  const evidence = logE(P_GRID, share);
  const line = -Math.log(alpha);
  const needed: number[] = [];
  for (let more = 0; more <= remaining; more += 1) {
    const promotes = (matched: number) => evidence(matched, misses + more) >= line;
    const least = smallestWhole(promotes, needed.at(-1) ?? 0, matches + remaining - more);
    if (least === null) break;
    needed.push(least);
  }
  return needed;
}
