import { EarnestError } from "../../errors.ts";
import type { Fault } from "../../faults.ts";
import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { hopelessOf } from "../hopelessOf.ts";
import { UNDO_TRIES } from "../undoAct.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** Bad params have to be refused without a trace, and one undo that never works is given up: neither may hold up the rest. */
export function poison<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  if (!Array.isArray(handler.poison) || handler.poison.length === 0)
    throw new EarnestError("DRILL_BROKEN", `poison needs params that have to be refused, and ${String(handler.name)} gives none`);
  return drillOf({
    name: "poison",
    handler,
    size,
    from: 3,
    // One act whose undo is hopeless and one that nothing is wrong with have to be left.
    poison: Math.min(handler.poison.length, size - 2),
    says: "Impossible or hostile params are refused without a trace, and an undo that never works is given up; the rest goes on.",
    async run(desk) {
      await desk.apply();
      await desk.look();
      const index = hopelessOf(desk.acts);
      const fault = { phase: "undo", index: index ?? 0, point: "before", kind: "error" } as const satisfies Fault;
      await desk.undo(index === undefined ? {} : { faults: Array.from({ length: UNDO_TRIES }, () => fault) });
    },
  });
}
