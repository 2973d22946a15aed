import type { Claim } from "./claim.ts";
import { clopperPearson } from "./clopperPearson.ts";
import { refuseUnlessInside } from "./refuse.ts";
import { type Accepted, walkDown } from "./walkDown.ts";

/** One threshold, with the upper limit of the share of all cases that would be acted on alone and wrongly. */
export interface BoundedThreshold extends Accepted {
  readonly upper: number;
  readonly passed: boolean;
}

/**
 * From which confidence on the agent may act alone, so that with probability 1 - `delta` fewer than a share `risk` of all cases are
 * acted on alone and wrongly. Null when no threshold passes: escalate everything. For the share of what it acts on, use `lttThreshold`.
 * `thresholds` fall from strict to loose and are fixed before the outcomes are seen; one look at a fixed sample.
 * Throws a RangeError unless the thresholds fall strictly, confidences are from 0 to 1, risk and delta between 0 and 1.
 * Source: Bates, Angelopoulos, Lei, Malik & Jordan 2021, J. of the ACM 68, theorem 1, with the exact binomial bound.
 */
export function rcpsThreshold(
  claims: readonly Claim[],
  { thresholds, risk = 0.02, delta = 0.05 }: { thresholds: readonly number[]; risk?: number; delta?: number },
): { readonly selected: number | null; readonly table: readonly BoundedThreshold[] } {
  refuseUnlessInside("risk", risk);
  refuseUnlessInside("delta", delta);
  let selected: number | null = null;
  const table = walkDown(claims, thresholds).map((accepted): BoundedThreshold => {
    const upper = clopperPearson(accepted.errors, claims.length, 1 - delta, "upper").high;
    // Mismatches only grow on the way down, and the limit with them: after the first that fails none passes.
    const passed = upper < risk;
    if (passed) selected = accepted.threshold;
    return { ...accepted, upper, passed };
  });
  return { selected, table };
}
