import type { Drill } from "../../drill/drill.ts";
import { randomFaults } from "../../drill/library/randomFaults.ts";
import { sized } from "../../drill/library/sized.ts";
import { EarnestError } from "../../errors.ts";
import { drillsOf } from "../../suite/drillsOf.ts";
import type { Suite } from "../../suite.ts";

/** How every process finds the same drill in a suite: by its place among those of its row, or made anew for the row's handler. */
export type WhichDrill = { readonly type: string; readonly drill: number | "randomFaults"; readonly size: number };

/** The drill, with batches of the size asked for. Throws DRILL_BROKEN where the suite has none such, or where it needs another size. */
export function findDrill({ actions }: Pick<Suite, "actions">, { type, drill: which, size }: WhichDrill): Drill {
  const drills = drillsOf(Object.hasOwn(actions, type) ? actions[type] : undefined);
  const found = drills[which === "randomFaults" ? 0 : which];
  if (found === undefined)
    throw new EarnestError("DRILL_BROKEN", `${type} has no drill ${which}`, {
      next: "Give its row drills, and leave the suite alone while it is drilled",
    });
  return which === "randomFaults" ? randomFaults(found.handler, { size }) : sized(found, size);
}
