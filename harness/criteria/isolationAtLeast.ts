import type { Isolation } from "../agent.ts";
import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import { ranBehind } from "../evidence/wallSaid.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";

/** Weakest first; proposals made elsewhere were made behind no wall that anybody here knows of. */
const STRENGTH: readonly Isolation[] = ["imported", "I0", "I1", "I2", "I3"];
const NAME = "isolationAtLeast";

/** Was it watched behind a wall that is strong enough? The weakest wall over all that counts; I3 has to have been tried and found closed. */
export function isolationAtLeast(level: "I1" | "I2" | "I3"): Criterion {
  if (!["I1", "I2", "I3"].includes(level)) {
    throw new EarnestError("SUITE_BROKEN", `${NAME} expects "I1", "I2" or "I3", got ${quote(level)}`);
  }
  return criterionOf(
    { name: NAME, params: { level }, question: "Was the wall around it strong enough?", limit: `A wall of at least ${level}` },
    ({ facts: { wall } }) => {
      const strong = STRENGTH.indexOf(wall.isolation) >= STRENGTH.indexOf(level) && (level !== "I3" || wall.sealed);
      const found = {
        fact: wall.isolation === "imported" ? "not watched" : wall.isolation,
        detail: `at least ${level} asked for`,
      };
      const because = `${ranBehind(wall)}; the limit is ${level}.`;
      if (strong) return { ...found, verdict: "met", because, change: "a run behind a weaker wall." };
      return { ...found, verdict: "insufficient", because, change: `a run behind a wall of at least ${level}.` };
    },
  );
}
