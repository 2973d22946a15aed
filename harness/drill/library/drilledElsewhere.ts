import { EarnestError } from "../../errors.ts";

/** Stands in for the drills of a row that is drilled outside of earnest: it runs nothing, and every list says so. */
export interface DrilledElsewhere {
  readonly name: "drilledElsewhere";
  /** Who drills it: a team, or a tool. */
  readonly by: string;
  /** Where that is written down, such as a runbook; the records themselves stand in the suite's `drills` file. */
  readonly where: string;
  readonly says: string;
}

/** Declares that acts of a type are drilled by somebody else, somewhere else. Throws DRILL_BROKEN where it does not say who and where. */
export function drilledElsewhere({ by, where }: Pick<DrilledElsewhere, "by" | "where">): DrilledElsewhere {
  for (const [name, text] of Object.entries({ by, where }))
    if (typeof text !== "string" || text.trim() === "")
      throw new EarnestError("DRILL_BROKEN", `drilledElsewhere does not say ${name}`);
  return { name: "drilledElsewhere", by, where, says: `Not drilled here: ${by} does it, and it is written down in ${where}.` };
}
