import { binomTail } from "./binomTail.ts";
import { planFixedMinN } from "./planFixedMinN.ts";
import { refuseUnlessInside } from "./refuse.ts";

/** A plan for one look at n cases: promote when at most `maxMisses` of them missed. */
export interface FixedPlan {
  readonly n: number;
  readonly maxMisses: number;
  /** How likely it promotes when the match share is just `share`, and when it is `hoped`. */
  readonly size: number;
  readonly power: number;
}

/**
 * The fewest cases for one look that promotes an agent of match share `hoped` with probability `power` and one at `share` with at most `alpha`.
 * Throws a RangeError unless all are strictly between 0 and 1 and share < hoped.
 * Source: the exact binomial test. For each number of misses the power is highest at the fewest cases that allow them, so only those are looked at.
 */
export function planFixedPower({
  share,
  hoped,
  alpha = 0.05,
  power = 0.8,
}: {
  share: number;
  hoped: number;
  alpha?: number;
  power?: number;
}): FixedPlan {
  for (const [name, value] of Object.entries({ share, hoped, alpha, power })) refuseUnlessInside(name, value);
  if (hoped <= share) throw new RangeError(`expected a hoped-for share above ${share}, got ${hoped}`);
  for (let maxMisses = 0; ; maxMisses += 1) {
    const n = planFixedMinN({ share, misses: maxMisses, alpha });
    const reached = binomTail(maxMisses, n, 1 - hoped).atMost;
    if (reached >= power) return { n, maxMisses, size: binomTail(maxMisses, n, 1 - share).atMost, power: reached };
  }
}
