import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** A batch is undone as in `revertBatch`, for the time that it takes: every other time, by chance, in a process that has not acted before. */
export function timed<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "timed",
    handler,
    size,
    says: "A batch is carried out, undone and timed, by the process that acted or by a fresh one.",
    async run(desk) {
      const cold = desk.random(2) === 1;
      const last = desk.acts.length - 1;
      await desk.apply(cold ? { faults: [{ phase: "apply", index: last, point: "after-receipt", kind: "kill" }] } : {});
      await desk.look();
      await desk.undo();
    },
  });
}
