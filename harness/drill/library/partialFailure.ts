import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";
import { shuffled } from "./shuffled.ts";

/** The first of them is one that was carried out all the same, so that a small batch has something to undo. */
const FAILURES = (["after-effect", "before"] as const).flatMap((point) =>
  (["error", "timeout", "disconnect"] as const).map((kind) => ({ point, kind })),
);

/** Up to six acts fail, half of them after their effect: exactly what was carried out has to be undone. */
export function partialFailure<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "partialFailure",
    handler,
    size,
    says: "Some acts fail, give no answer in time or lose the line, before or after their effect; what was carried out is undone.",
    async run(desk) {
      const places = shuffled(desk.acts.length, (below) => desk.random(below));
      const faults = FAILURES.slice(0, places.length).map((failure, i) => ({
        ...failure,
        phase: "apply" as const,
        index: places[i] as number,
      }));
      await desk.apply({ faults });
      await desk.look();
      await desk.undo();
    },
  });
}
