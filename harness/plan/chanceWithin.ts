import { betaQuantile } from "../stats/betaQuantile.ts";
import { binomTail } from "../stats/binomTail.ts";
import { smallestWhole } from "../stats/bisect.ts";
import { P_GRID } from "../stats/grid.ts";
import { logE } from "../stats/logE.ts";
import { promoteProbability } from "../stats/promoteProbability.ts";
import { type Climb, steps } from "./casesNeeded.ts";

/** How likely a share is shown within the cases left; `atLeast` when that is a lower bound, because the exact number takes too long. */
export interface Chance {
  readonly share: number;
  readonly atLeast: boolean;
}

const DRAWS = 200;
/** Of the dynamic programme, for each draw. */
const STEPS = 1e6;

/**
 * The chance that `climb` gets there within `remaining` more cases, averaged over what its counts let one believe of the true rate:
 * Beta(matches + 1, misses + 1), at the middles of 200 slices of equal weight, so that nothing is left to a seed.
 * Each slice is exact where that is quick, else the larger of the exact chance in fewer cases and that of one last look at all of them.
 * Source: predictive power, Spiegelhalter, Freedman & Blackburn 1986, Controlled Clinical Trials 7.
 */
export function chanceWithin(climb: Climb, remaining: number): Chance {
  const { matches, misses, share } = climb;
  if (share === 0) return { share: matches + misses + remaining > 0 ? 1 : 0, atLeast: false };
  const evidence = logE(P_GRID, share);
  const line = -Math.log(climb.alpha);
  if (evidence(matches, misses) >= line) return { share: 1, atLeast: false };
  if (evidence(matches + remaining, misses) < line) return { share: 0, atLeast: false };
  const tooMany = smallestWhole((missed) => evidence(matches + remaining - missed, misses + missed) < line, 0, remaining);
  const spare = tooMany === null ? remaining : tooMany - 1;
  const near = smallestWhole((n) => steps(n, climb) > STEPS) ?? remaining;
  let sum = 0;
  for (let slice = 0; slice < DRAWS; slice += 1) {
    const rate = betaQuantile((slice + 0.5) / DRAWS, matches + 1, misses + 1);
    const last = binomTail(spare, remaining, 1 - rate).atMost;
    // What is as good as certain needs no working out.
    const sure = last > 1 - 1e-9;
    sum += sure ? 1 : Math.max(last, promoteProbability({ ...climb, rate, remaining: Math.min(near, remaining) }).probability);
  }
  return { share: Math.min(1, sum / DRAWS), atLeast: near < remaining };
}
