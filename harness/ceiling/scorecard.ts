import type { Bound } from "./ceiling.ts";
import { CRITERIA, type RiskProfile } from "./riskProfile.ts";

/** Six criteria from 1 to 5, added up: 6 to 30. */
export function scorecard(risk: RiskProfile): Bound[] {
  const given = CRITERIA.flatMap((name) => risk[name] ?? []);
  if (given.length === 0) return [];
  const sum = given.reduce((all, one) => all + one, 0);
  const { rung, allows } = allowedAt(sum, risk.subAction === true);
  return [{ from: "scorecard", rung, because: `its scorecard adds up to ${sum} of 30; ${allows}` }];
}

function allowedAt(sum: number, subAction: boolean): { readonly rung: string; readonly allows: string } {
  if (sum >= 21) return { rung: "L1", allows: "21 and more allow drafting, with a person approving each draft" };
  if (sum <= 12) return { rung: "L4", allows: "up to 12 allow acting under a written policy, with care" };
  if (subAction)
    return { rung: "L3", allows: "13 to 20 allow acting on one step of a larger act, with a person approving each step" };
  return { rung: "L2", allows: "13 to 20 allow recommending, with a person deciding" };
}
