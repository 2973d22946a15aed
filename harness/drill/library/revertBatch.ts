import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** Carries out a batch and undoes all of it: everything has to be as before. */
export function revertBatch<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "revertBatch",
    handler,
    size,
    says: "A batch is carried out, and all of it is undone.",
    async run(desk) {
      await desk.apply();
      await desk.look();
      await desk.undo();
    },
  });
}
