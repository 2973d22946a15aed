import type { Interval } from "./clopperPearson.ts";
import { D_GRID, P_GRID } from "./grid.ts";
import { lowerBound } from "./lowerBound.ts";
import { refuseUnlessWhole } from "./refuse.ts";

/**
 * Where the match share lies, in bounds that stay valid however often they are looked at: a confidence sequence at these counts.
 * Each end alone errs with probability alpha at most, both together with 2 alpha. No matches give low 0, no misses give high 1.
 * `low` reaches a threshold exactly when `eBernoulli` there reaches log(1/alpha); `RateBounds` keeps the best ends of a path.
 * Throws a RangeError unless the counts are whole numbers and 0 < alpha < 1.
 * Source: the shares that the e-process does not refute; Howard et al. 2021, Annals of Statistics 49; Waudby-Smith & Ramdas 2024, section 4.
 */
export function csBernoulli(matches: number, misses: number, alpha = 0.05): Interval {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  const [hits, against] = [
    [1, 1, matches],
    [0, 1, misses],
  ] as const;
  return {
    low: lowerBound(P_GRID, [hits, against], alpha),
    high:
      1 -
      lowerBound(
        D_GRID,
        [
          [1, 1, misses],
          [0, 1, matches],
        ],
        alpha,
      ),
  };
}
