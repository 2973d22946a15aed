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
      const halves = [
        { order: places.slice(0, half), twice: "after" },
        { order: places.slice(half), twice: "at-once" },
      ] as const;
      for (const { order, twice } of halves) if (order.length > 0) await desk.apply({ order, twice, otherParams: true });
      await desk.look();
      for (const { order, twice } of [...halves].reverse())
        if (order.length > 0) await desk.undo({ order: [...order].reverse(), twice });
    },
  });
}
