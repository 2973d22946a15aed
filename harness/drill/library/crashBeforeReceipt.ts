import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** The process is killed before an act is on record, in the midst of it or after its effect, by chance: a probe has to find out, and never a guess. */
export function crashBeforeReceipt<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "crashBeforeReceipt",
    handler,
    size,
    says: "The process that acts is killed in the midst of an act, or after it and before it is on record; another one finds out, goes on, and all is undone.",
    async run(desk) {
      // Of the first act nobody knows yet where its midst is.
      const index = Math.min(1 + desk.random(desk.acts.length), desk.acts.length - 1);
      const point = desk.random(2) === 0 ? "during" : "after-effect";
      await desk.apply({ faults: [{ phase: "apply", index, point, kind: "kill" }] });
      await desk.look();
      await desk.undo();
    },
  });
}
