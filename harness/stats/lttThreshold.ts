import { binomTail } from "./binomTail.ts";
import type { Claim } from "./claim.ts";
import { refuseUnlessInside } from "./refuse.ts";
import { type Accepted, walkDown } from "./walkDown.ts";
import { zeroFailureMinN } from "./zeroFailureMinN.ts";

/** One threshold, tested or not; `p` is null where there are too few claims to pass whatever they show. */
export interface TestedThreshold extends Accepted {
  readonly p: number | null;
  readonly tested: boolean;
  readonly passed: boolean;
}

/** The loosest threshold that passed, null when none did (escalate everything), and the whole walk. */
export interface EscalationThreshold {
  readonly selected: number | null;
  /** The fewest accepted claims with which a threshold could pass. */
  readonly minimum: number;
  readonly table: readonly TestedThreshold[];
}

/**
 * From which confidence on the agent may act alone, so that with probability 1 - `delta` at most a share `risk` of that is wrong.
 * `thresholds` fall from strict to loose and are fixed before the outcomes are seen; claims are those of one agent version, one per
 * cluster, none used to fit the confidence. It is one look at a fixed sample; report the figures of the chosen threshold from a fresh one.
 * Throws a RangeError unless the thresholds fall strictly, confidences are from 0 to 1, risk and delta between 0 and 1.
 * Source: Angelopoulos, Bates, Candes, Jordan & Lei 2021, Learn then Test, arXiv 2110.01052, fixed-sequence testing with binomial tails.
 */
export function lttThreshold(
  claims: readonly Claim[],
  { thresholds, risk = 0.02, delta = 0.05 }: { thresholds: readonly number[]; risk?: number; delta?: number },
): EscalationThreshold {
  refuseUnlessInside("risk", risk);
  refuseUnlessInside("delta", delta);
  const minimum = zeroFailureMinN(1 - risk, 1 - delta);
  let selected: number | null = null;
  let stopped = false;
  const table = walkDown(claims, thresholds).map((accepted): TestedThreshold => {
    // How many are accepted depends on confidences alone, so leaving out thresholds that cannot pass costs no error.
    if (accepted.n < minimum) return { ...accepted, p: null, tested: false, passed: false };
    const p = binomTail(accepted.errors, accepted.n, risk).atMost;
    const tested = !stopped;
    const passed = tested && p <= delta;
    if (passed) selected = accepted.threshold;
    stopped = !passed;
    return { ...accepted, p, tested, passed };
  });
  return { selected, minimum, table };
}
