import { EarnestError } from "../../errors.ts";
import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/**
 * Acts that cannot be taken back: no undo may say that they were, and each gets exactly one correction, to the same entity, though each undo is
 * asked for twice. Throws DRILL_BROKEN for a handler that does not say it is `irreversible`.
 */
export function irreversible<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> & { readonly undoes: false } {
  if (handler.irreversible === undefined)
    throw new EarnestError("DRILL_BROKEN", `irreversible is for handlers that say so, and ${String(handler.name)} does not`, {
      next: 'Give the handler irreversible: { corrections: "<table of corrections>" }, or null where nothing is done instead, and let its undo say "impossible"',
    });
  const drill = drillOf({
    name: "irreversible",
    handler,
    size,
    says: "What cannot be taken back is corrected once for each act, at the same place, and nobody says that it was taken back.",
    async run(desk) {
      await desk.apply();
      await desk.look();
      await desk.undo({ twice: "after" });
    },
  });
  return { ...drill, undoes: false };
}
