import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";
import { shuffled } from "./shuffled.ts";

/** Share of the batch whose undo comes first: two at least, one of an act that comes late and one of an act that never does. */
const EARLY = 0.1;

/** Some are undone before or without being carried out, which has to bar the late act; the rest is undone in forward and in random order. */
export function outOfOrder<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "outOfOrder",
    handler,
    size,
    from: 2,
    says: "Some undos arrive before their act or without it, and a late act is barred; the rest is undone in forward and in random order.",
    async run(desk) {
      const places = shuffled(desk.acts.length, (below) => desk.random(below));
      const count = Math.max(2, Math.floor(places.length * EARLY));
      const early = places.slice(0, Math.min(count, places.length - 1));
      const never = early.length > 1 ? early.at(-1) : undefined;
      await desk.undo({ order: early });
      await desk.apply({ order: desk.acts.flatMap((_, place) => (place === never ? [] : [place])) });
      await desk.look();
      const rest = places.filter((place) => !early.includes(place));
      const half = Math.ceil(rest.length / 2);
      await desk.undo({ order: [...rest.slice(0, half).sort((a, b) => a - b), ...rest.slice(half)] });
    },
  });
}
