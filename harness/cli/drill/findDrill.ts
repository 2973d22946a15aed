import type { Drill } from "../../drill/drill.ts";
import { EarnestError } from "../../errors.ts";
import type { Suite } from "../../suite.ts";

/** How every process finds the same drill in a suite: by its place in its row, or made anew for the row's handler. */
export type WhichDrill = { readonly type: string; readonly drill: number | "randomFaults"; readonly size: number };

/** The drill, with batches of the size asked for. Throws DRILL_BROKEN where the suite has none such. */
export function findDrill({ actions }: Pick<Suite, "actions">, { type, drill: which, size }: WhichDrill): Drill {
  const drills = (Object.hasOwn(actions, type) ? actions[type]?.drills : undefined) ?? [];
  const found = drills[which === "randomFaults" ? 0 : which];
  if (found === undefined)
    throw new EarnestError("DRILL_BROKEN", `${type} has no drill ${which}`, {
      next: "Give its row drills, and leave the suite alone while it is drilled",
    });
  return { ...found, size };
}
