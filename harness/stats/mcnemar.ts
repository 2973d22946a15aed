import { binomTail } from "./binomTail.ts";
import { refuseUnlessWhole } from "./refuse.ts";
import { special } from "./special.ts";

/** P-values for "neither version is better". */
export interface McNemar {
  /** Its error is at most the level, whatever the data. */
  readonly exact: number;
  /** Nearer to the level on average, now and then a little above it: the default for a comparison at a fixed n. */
  readonly midP: number;
  /** For "the first is no better", against "the first is better". */
  readonly exactOneSided: number;
}

/**
 * Whether one of two versions matches more often on the same cases, from the pairs in which they differ.
 * `wins` are pairs matched by the first version only, `losses` by the second only; without any, all three are 1.
 * Throws a RangeError on counts that are not counts. For a fixed number of cases, looked at once; `ePaired` may be looked at any time.
 * Source: McNemar 1947, Psychometrika 12; mid-p, Fagerland, Lydersen & Laake 2013, BMC Med. Res. Methodol. 13.
 */
export function mcnemar(wins: number, losses: number): McNemar {
  refuseUnlessWhole("wins", wins);
  refuseUnlessWhole("losses", losses);
  const n = wins + losses;
  const fewer = Math.min(wins, losses);
  const atFewer = Math.exp(special.gammaln(n + 1) - special.gammaln(fewer + 1) - special.gammaln(n - fewer + 1) - n * Math.LN2);
  const twoTails = 2 * binomTail(fewer, n, 0.5).atMost;
  return {
    exact: Math.min(1, twoTails),
    midP: n === 0 ? 1 : wins === losses ? 1 - atFewer / 2 : twoTails - atFewer,
    exactOneSided: binomTail(wins, n, 0.5).atLeast,
  };
}
