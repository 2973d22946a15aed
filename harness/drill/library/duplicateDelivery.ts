import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** Each act and each undo is delivered twice, in one half at once: it has to take effect once. Other params under the same key have to be refused. */
export function duplicateDelivery<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "duplicateDelivery",
    handler,
    size,
    says: "Each act and each undo is asked for twice, one after the other or at once, and each act once more with other params.",
    async run(desk) {
      const places = desk.acts.map((_, place) => place);
      const half = Math.ceil(places.length / 2);
      const [first, second] = [places.slice(0, half), places.slice(half)];
      await desk.apply({ order: first });
      if (second.length > 0) await desk.apply({ order: second, twice: "at-once" });
      // What is written from here on is written by calls that came again.
      await desk.look();
      await desk.apply({ order: places, otherParams: true });
      if (second.length > 0) await desk.undo({ order: second.toReversed(), twice: "at-once" });
      await desk.undo({ order: first.toReversed(), twice: "after" });
    },
  });
}
