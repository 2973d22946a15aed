import type { Bound } from "./ceiling.ts";
import type { RiskProfile } from "./riskProfile.ts";

const BY_TIER: Readonly<Record<NonNullable<RiskProfile["tier"]>, Omit<Bound, "from">>> = {
  low: { rung: "L5", because: "its risk tier is low, which sets no limit" },
  medium: { rung: "L4", because: "its risk tier is medium, which allows acting under a written policy" },
  high: { rung: "L3", because: "its risk tier is high, which takes a person who approves each act" },
};

/** The tier that an organisation's own list of risks gives it. */
export function tier({ tier: given }: RiskProfile): Bound[] {
  return given === undefined ? [] : [{ from: "tier", ...BY_TIER[given] }];
}
