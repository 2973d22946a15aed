import { smallestWhole } from "./bisect.ts";
import type { Claim } from "./claim.ts";
import { P_GRID } from "./grid.ts";
import { type LogE, logE } from "./logE.ts";
import { refuseUnlessInside } from "./refuse.ts";
import { type Accepted, walkDown } from "./walkDown.ts";

/** What one part of the claims shows at a threshold. */
export interface PartShown extends Omit<Accepted, "threshold"> {
  /** A p-value that may be looked at any time, against "a larger share than `risk` is wrong". */
  readonly p: number;
  /** How many further claims at or above the threshold, all matching, would show it; 0 once shown. */
  readonly missing: number;
}

/** What both parts show at one threshold. */
export interface ConfirmedThreshold {
  readonly threshold: number;
  readonly choosing: PartShown;
  readonly confirming: PartShown;
}

/** The loosest threshold that both parts show (`selected`), the loosest that the choosing part shows (`chosen`), null for none. */
export interface AnytimeThreshold {
  readonly selected: number | null;
  readonly chosen: number | null;
  /** The fewest claims, all matching, with which one part can show a threshold. */
  readonly minimum: number;
  readonly table: readonly ConfirmedThreshold[];
}

/**
 * From which confidence on the agent may act alone, looked at as often as one likes while claims are added: with probability
 * 1 - `delta` no look ever selects a threshold above which more than a share `risk` is wrong.
 * Both parts hold claims of one agent version, one per cluster, split without regard to outcomes. One false selection takes false
 * evidence of both, which are independent: thresholds * delta^2 at most over all of them, hence at most 1 / delta thresholds.
 * So none has to wait for stricter ones, as in a fixed-sequence test, where one with barely enough claims stops all that follow.
 * Throws a RangeError unless thresholds fall strictly and are few enough, confidences are from 0 to 1, risk and delta between 0 and 1.
 * Source: Learn then Test, Angelopoulos et al. 2021, arXiv 2110.01052, with the union bound over two parts in place of its walk, and
 * e-processes for its tails as in Zecchin, Park & Simeone 2025, arXiv 2409.15844; Ville 1939.
 */
export function anytimeThreshold(
  choosing: readonly Claim[],
  confirming: readonly Claim[],
  { thresholds, risk = 0.02, delta = 0.05 }: { thresholds: readonly number[]; risk?: number; delta?: number },
): AnytimeThreshold {
  refuseUnlessInside("risk", risk);
  refuseUnlessInside("delta", delta);
  // Twenty times 0.05 must not be one too many by rounding.
  if (thresholds.length * delta > 1 + 1e-9) {
    throw new RangeError(`expected at most 1 / delta = ${Math.floor(1 / delta + 1e-9)} thresholds, got ${thresholds.length}`);
  }
  const evidence = logE(P_GRID, 1 - risk);
  const line = -Math.log(delta);
  const others = walkDown(confirming, thresholds);
  const table = walkDown(choosing, thresholds).map((accepted, at) => ({
    threshold: accepted.threshold,
    choosing: shown(evidence, line, accepted),
    confirming: shown(evidence, line, others[at] as Accepted),
  }));
  const chosen = table.filter((row) => row.choosing.missing === 0);
  return {
    selected: chosen.findLast((row) => row.confirming.missing === 0)?.threshold ?? null,
    chosen: chosen.at(-1)?.threshold ?? null,
    minimum: matchesMissing(evidence, line, 0, 0),
    table,
  };
}

function shown(evidence: LogE, line: number, { n, errors }: Accepted): PartShown {
  const p = Math.min(1, Math.exp(-evidence(n - errors, errors)));
  return { n, errors, p, missing: matchesMissing(evidence, line, n - errors, errors) };
}

function matchesMissing(evidence: LogE, line: number, matches: number, errors: number): number {
  return smallestWhole((more) => evidence(matches + more, errors) >= line) ?? Number.MAX_SAFE_INTEGER;
}
