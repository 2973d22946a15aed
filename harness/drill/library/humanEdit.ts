import { EarnestError } from "../../errors.ts";
import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";
import { shuffled } from "./shuffled.ts";

/** Share of the batch on which a person changes the same value, and as many on which they change another one. */
const EDITED = 0.2;

/** People also come while an undo is under way, each to another one: when so many of its parts are left, mostly the effect and the end of a transaction. */
const LEFT = [2, 3];

/** People change some of what was acted on before it is undone, or amid that: what they put in has to stand. Throws DRILL_BROKEN where the fixture has no `edit`. */
export function humanEdit<P>(handler: Handler<P>, { size }: DrillSize): Drill<P> {
  if (handler.fixture?.edit === undefined)
    throw new EarnestError("DRILL_BROKEN", `humanEdit needs a fixture with edit, and ${String(handler.fixture?.name)} has none`);
  return drillOf({
    name: "humanEdit",
    handler,
    size,
    from: 2,
    says: "People change some of what was acted on, the same value or another one, before the undo or in its midst; it leaves alone what they put in, and says so.",
    async run(desk) {
      await desk.apply();
      await desk.look();
      // The last act is undone first: by that it shows how many parts an undo has.
      const places = shuffled(desk.acts.length - 1, (below) => desk.random(below));
      const each = Math.max(1, Math.floor(desk.acts.length * EDITED));
      for (const act of places.slice(0, each)) await desk.edit(act, "same");
      for (const act of places.slice(each, 2 * each)) await desk.edit(act, "other");
      const rest = places.slice(2 * each);
      await desk.undo({ amid: LEFT.slice(0, rest.length).map((left, i) => ({ act: rest[i] as number, left })) });
    },
  });
}
