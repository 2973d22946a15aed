import type { Ceiling, CeilingSeen } from "./ceiling/ceiling.ts";
import type { Ladder } from "./ladders.ts";

export type { Bound, Ceiling, CeilingSeen } from "./ceiling/ceiling.ts";

/** What can go wrong with an action type, and how badly. */
export interface RiskProfile {
  readonly tier?: "low" | "medium" | "high";
}

/** The highest rung of the evidence ladder that a risk profile allows. Throws SUITE_BROKEN. */
export function ceilingOf(_risk: RiskProfile): Ceiling {
  return { rung: "L5", bounds: [] };
}

/** Where it stands on a ladder. */
export function seenOn(risk: RiskProfile, _ladder: Ladder, _at: string, _ask: string | undefined): CeilingSeen {
  return { ...ceilingOf(risk), highest: "L5", bars: { ask: false, at: false } };
}
