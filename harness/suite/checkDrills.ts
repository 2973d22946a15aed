import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import type { ActionRow } from "../suite.ts";

/** What the compiler holds a suite in TypeScript to, for all others: what can be compensated is drilled, what cannot is not. Throws SUITE_BROKEN. */
export function checkDrills(type: string, { reversibility = "unknown", drills = [] }: ActionRow): void {
  if (!Array.isArray(drills) || drills.some((drill) => !isDrill(drill)))
    throw new EarnestError(
      "SUITE_BROKEN",
      `${quote(type)}: drills is a list of drills, such as [revertBatch(handler, { size: 50 })]`,
      { next: "Where they are made somewhere else: drills: [drilledElsewhere({ by, where })]" },
    );
  if (reversibility === "compensable" && drills.length === 0)
    throw new EarnestError("SUITE_BROKEN", `${quote(type)} is said to be compensable, and no drill tries it`, {
      next: 'Give it drills, such as everyDrill(handler, { size: 50 }) from "earnest/drill", or say reversibility: "unknown"',
    });
  const promised = drills.find((drill) => "undoes" in drill && drill.undoes);
  if (promised === undefined || reversibility === "compensable" || reversibility === "reversible") return;
  throw new EarnestError(
    "SUITE_BROKEN",
    `${quote(type)}: ${promised.name} promises to undo what is said to be ${reversibility}`,
    {
      next: 'Say reversibility: "compensable", or drill what is done instead with irreversible(handler)',
    },
  );
}

function isDrill(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  return "run" in given ? typeof given.run === "function" : "where" in given;
}
