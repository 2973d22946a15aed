import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** One act of so many is prepared and never asked for. */
const SPARED = 5;

/** Acts and undos may touch what they declare and nothing else: some acts of the batch are never asked for, and what is theirs has to stay. */
export function blastRadius<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  return drillOf({
    name: "blastRadius",
    handler,
    size,
    says: "Every row that acts and undos write is compared with what they declare; one act in five is left out, and nothing of it may change.",
    async run(desk) {
      const places = desk.acts.map((_, place) => place);
      await desk.apply({ order: places.filter((place) => place % SPARED !== SPARED - 1) });
      await desk.look();
      await desk.undo();
    },
  });
}
