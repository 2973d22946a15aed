import type { Fault } from "../../faults.ts";
import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";
import { shuffled } from "./shuffled.ts";

/** The first of them is one that was carried out all the same, so that a small batch has something to undo. */
const FAILURES: readonly Pick<Fault, "point" | "kind" | "after">[] = [
  { point: "after-effect", kind: "error" },
  { point: "during", kind: "disconnect" },
  { point: "after-effect", kind: "timeout" },
  { point: "after-effect", kind: "disconnect" },
  { point: "during", kind: "disconnect", after: 1 },
  ...(["error", "timeout", "disconnect"] as const).map((kind) => ({ point: "before" as const, kind })),
];

/** The line of an undo breaks: what it answers then has to be true, and asked for again it has to be done. */
const UNDO_FAILURES: readonly Pick<Fault, "point" | "kind" | "after">[] = [
  { point: "before", kind: "disconnect" },
  { point: "during", kind: "disconnect" },
  { point: "during", kind: "disconnect", after: 1 },
];

/** Up to eight acts fail, before, during or after their effect, and up to three undos: exactly what was carried out has to be undone. */
export function partialFailure<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "partialFailure",
    handler,
    size,
    says: "Some acts fail, give no answer in time or lose the line, before, during or after their effect; what was carried out is undone, though some undos lose the line.",
    async run(desk) {
      const places = shuffled(desk.acts.length, (below) => desk.random(below));
      const failing = FAILURES.slice(0, places.length);
      await desk.apply({ faults: failing.map((failure, i) => ({ ...failure, phase: "apply", index: places[i] as number })) });
      await desk.look();
      // Those with something to undo: what failed after its effect, and what did not fail.
      const done = places.filter((_, i) => failing[i] === undefined || failing[i].point === "after-effect");
      const undos = UNDO_FAILURES.slice(0, done.length);
      await desk.undo({ faults: undos.map((failure, i) => ({ ...failure, phase: "undo", index: done[i] as number })) });
    },
  });
}
