import type { Fault } from "../../faults.ts";
import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";
import { shuffled } from "./shuffled.ts";

const POINTS = ["after-effect", "before"] as const;

/** The process is killed in the middle of the undo, after one effect and before another: it has to be finished, and nothing undone twice. */
export function crashDuringRollback<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "crashDuringRollback",
    handler,
    size,
    says: "The process that undoes is killed twice on its way, after an effect and before one; others go on until all is undone.",
    async run(desk) {
      await desk.apply();
      await desk.look();
      const places = shuffled(desk.acts.length, (below) => desk.random(below)).slice(0, POINTS.length);
      const faults = places.map((index, i): Fault => ({ phase: "undo", index, point: POINTS[i] ?? "before", kind: "kill" }));
      await desk.undo({ faults });
    },
  });
}
