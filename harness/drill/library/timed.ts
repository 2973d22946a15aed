import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** A batch is undone as in `revertBatch`, for the time that it takes: every other time, by chance, by a process that starts on the clock. */
export function timed<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "timed",
    handler,
    size,
    says: "A batch is carried out, undone and timed, by the process that acted or by one that first has to start.",
    async run(desk) {
      const fresh = desk.random(2) === 1;
      await desk.apply();
      await desk.look();
      await desk.undo({ fresh });
    },
  });
}
