import { binomTail } from "./binomTail.ts";
import { smallestWhole } from "./bisect.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/**
 * The fewest cases that show a match share above `share` in one look although `misses` of them missed (exact, n fixed beforehand).
 * Throws a RangeError unless misses is a whole number and 0 < share, alpha < 1.
 * Source: the exact binomial test, Clopper & Pearson 1934; demonstration tests, Hahn & Meeker 1991.
 */
export function planFixedMinN({ share, misses, alpha = 0.05 }: { share: number; misses: number; alpha?: number }): number {
  refuseUnlessWhole("misses", misses);
  refuseUnlessInside("share", share);
  refuseUnlessInside("alpha", alpha);
  // The slack lets exact ties count, which rounding would otherwise put on either side.
  const shown = (n: number) => binomTail(misses, n, 1 - share).atMost <= alpha * (1 + 1e-12);
  const n = smallestWhole(shown, misses + 1);
  if (n === null) throw new RangeError(`no number of cases can show a share above ${share} with ${misses} misses`);
  return n;
}
