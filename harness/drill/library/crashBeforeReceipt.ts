import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** The process is killed after the effect of an act and before that is on record: a probe has to find out, and never a guess. */
export function crashBeforeReceipt<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "crashBeforeReceipt",
    handler,
    size,
    says: "The process that acts is killed after an effect and before it is on record; another one finds out, goes on, and all is undone.",
    async run(desk) {
      const index = desk.random(desk.acts.length);
      await desk.apply({ faults: [{ phase: "apply", index, point: "after-effect", kind: "kill" }] });
      await desk.look();
      await desk.undo();
    },
  });
}
