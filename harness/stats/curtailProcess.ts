import { smallestWhole } from "./bisect.ts";
import type { Counts } from "./eBernoulli.ts";
import { P_GRID } from "./grid.ts";
import { logE } from "./logE.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/** What the cases left can still bring. */
export interface Reach {
  /** The log E if every case left matches. */
  readonly bestLogE: number;
  readonly canPromote: boolean;
  /** Matches in a row from here to promotion, however many cases are left; null when no number would do. */
  readonly matchesInARow: number | null;
}

/**
 * Can the match share still be shown to lie above `share` with the `remaining` cases? Stopping when it cannot costs no error.
 * Throws a RangeError unless counts and remaining are whole numbers, 0 < share <= 1 and 0 < alpha < 1.
 * Source: the e-process of `eBernoulli` rises with every match, so all-match is its best continuation.
 */
export function curtailProcess({
  matches,
  misses,
  remaining,
  share,
  alpha = 0.05,
}: Counts & { remaining: number; share: number; alpha?: number }): Reach {
  for (const [name, value] of Object.entries({ matches, misses, remaining })) refuseUnlessWhole(name, value);
  refuseUnlessInside("alpha", alpha);
  const evidence = logE(P_GRID, share);
  const line = -Math.log(alpha);
  const bestLogE = evidence(matches + remaining, misses);
  const matchesInARow = share === 1 ? null : smallestWhole((more) => evidence(matches + more, misses) >= line);
  return { bestLogE, canPromote: bestLogE >= line, matchesInARow };
}
