import type { Fault } from "../../faults.ts";
import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";
import { shuffled } from "./shuffled.ts";

/** The process is killed in the middle of the undo, amid one undo and after the effect of another: it has to be finished, and nothing undone twice. */
export function crashDuringRollback<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "crashDuringRollback",
    handler,
    size,
    says: "The process that undoes is killed twice on its way, in the midst of an undo and after the effect of another; others go on until all is undone.",
    async run(desk) {
      await desk.apply();
      await desk.look();
      // The last act is undone first, when nobody knows yet where the midst of an undo is.
      const places = shuffled(Math.max(1, desk.acts.length - 1), (below) => desk.random(below));
      const [late, early] = places.slice(0, 2).sort((a, b) => a - b);
      const kill = (index: number, point: Fault["point"]): Fault => ({ phase: "undo", index, point, kind: "kill" });
      const faults = [kill(early ?? late ?? 0, "during")];
      if (early !== undefined && late !== undefined) faults.push(kill(late, "after-effect"));
      await desk.undo({ faults });
    },
  });
}
