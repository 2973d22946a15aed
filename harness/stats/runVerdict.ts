import type { Counts } from "./eBernoulli.ts";
import { D_GRID, P_GRID } from "./grid.ts";
import { logE } from "./logE.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/** How a run of cases is judged while it goes on; all of it is fixed before the first case. */
export interface RunRule {
  /** "candidate": not yet acting alone, may be promoted. "live": acting alone, may be demoted. */
  readonly mode: "candidate" | "live";
  /** Promotion needs a match share above this. */
  readonly promoteAbove: number;
  /** Demotion needs a match share below this. */
  readonly demoteBelow: number;
  readonly alphaPromote?: number;
  readonly alphaDemote?: number;
  /** Cases in the whole run. */
  readonly cases: number;
}

/** "Curtailed": the cases left cannot change it any more. "Exhausted": none are left. "continue": ask again after the next case. */
export type RunVerdict =
  | "promote"
  | "demote"
  | "hold"
  | "hold-curtailed"
  | "insufficient-curtailed"
  | "insufficient-exhausted"
  | "continue";

/** A verdict and the counts at which it was reached. */
export interface RunEnd extends Counts {
  readonly verdict: RunVerdict;
  /** Cases looked at. */
  readonly stopAt: number;
  /** The evidence for a share above, and below, the line of the mode (natural logs of e-values). */
  readonly logEUp: number;
  readonly logEDown: number;
}

/**
 * The verdict after each case of a run, ready to be asked for many counts; ask after every case, at the earliest after the first.
 * Over all looks together promote, demote and the holds that are not curtailed are each wrong with at most their alpha; curtailment costs no error.
 * Throws a RangeError for a rule or counts out of range. Source: methods `eBernoulli`, `eBernoulliDemote`, `curtailProcess`.
 */
export function verdictAt({
  mode,
  promoteAbove,
  demoteBelow,
  alphaPromote = 0.05,
  alphaDemote = 0.05,
  cases,
}: RunRule): (counts: Counts) => RunEnd {
  refuseUnlessWhole("cases", cases);
  for (const [name, value] of Object.entries({ promoteAbove, demoteBelow, alphaPromote, alphaDemote }))
    refuseUnlessInside(name, value);
  const candidate = mode === "candidate";
  const line = candidate ? promoteAbove : demoteBelow;
  const [above, below] = [logE(P_GRID, line), logE(D_GRID, 1 - line)];
  const [upLine, downLine] = [-Math.log(alphaPromote), -Math.log(alphaDemote)];
  return ({ matches, misses }) => {
    refuseUnlessWhole("matches", matches);
    refuseUnlessWhole("misses", misses);
    refuseUnlessWhole("cases", cases, matches + misses);
    const left = cases - matches - misses;
    const [logEUp, logEDown] = [above(matches, misses), below(misses, matches)];
    const verdict = (): RunVerdict => {
      if (candidate && logEUp >= upLine) return "promote";
      if (logEDown >= downLine) return candidate ? "hold" : "demote";
      if (!candidate && logEUp >= upLine) return "hold";
      if (candidate && above(matches + left, misses) < upLine) return "insufficient-curtailed";
      if (!candidate && below(misses + left, matches) < downLine) return "hold-curtailed";
      return left === 0 ? "insufficient-exhausted" : "continue";
    };
    return { verdict: verdict(), stopAt: matches + misses, matches, misses, logEUp, logEDown };
  };
}

/** Looks after every case, in order, and stops at the first verdict; "continue" when the outcomes end before it. */
export function runVerdict(outcomes: Iterable<boolean>, rule: RunRule): RunEnd {
  const ask = verdictAt(rule);
  let [matches, misses] = [0, 0];
  for (const match of outcomes) {
    if (match) matches += 1;
    else misses += 1;
    const end = ask({ matches, misses });
    if (end.verdict !== "continue") return end;
  }
  return { ...ask({ matches, misses }), verdict: "continue" };
}
