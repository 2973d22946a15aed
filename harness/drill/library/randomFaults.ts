import { EarnestError } from "../../errors.ts";
import { FAULTS, type Fault } from "../../faults.ts";
import type { Delivery, Drill, DrillDesk } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";
import { shuffled } from "./shuffled.ts";

/** One act in so many is struck, in each phase. */
const STRUCK = 4;
/** So many parts of a call may be done when it is struck in its midst, at most. */
const PARTS = 5;

/**
 * A schedule of faults drawn by seed: acts and undos are struck, delivered twice or out of order, people change what was done, and at most
 * `kills` processes are killed (default 1). Every end has to be one that the journal explains. Throws DRILL_BROKEN for settings that are no
 * whole numbers.
 */
export function randomFaults<P>(handler: Handler<P>, { size, kills = 1 }: DrillSize & { readonly kills?: number }): Drill<P> {
  if (!Number.isSafeInteger(kills) || kills < 0)
    throw new EarnestError("DRILL_BROKEN", `randomFaults needs kills to be a whole number from 0, not ${String(kills)}`);
  return drillOf({
    name: "randomFaults",
    handler,
    size,
    settings: { kills },
    says: "Faults, repetitions, orders and people's changes are drawn at random; whatever happens, the journal has to explain how each act ended.",
    async run(desk) {
      const left = { kills };
      await desk.apply(delivery(desk, "apply", left));
      await desk.look();
      if (handler.fixture.edit !== undefined && handler.irreversible === undefined)
        for (const act of edited(desk, handler)) await desk.edit(act, desk.random(2) === 0 ? "same" : "other");
      const all = desk.random(2) === 0;
      await desk.undo({ ...delivery(desk, "undo", left), ...(all ? { order: places(desk) } : {}) });
      // What was undone, and what was barred, has to stay so when it arrives late.
      if (all) await desk.apply({ order: places(desk).slice(0, desk.random(3)) });
    },
  });
}

function delivery(desk: DrillDesk, phase: Fault["phase"], left: { kills: number }): Delivery {
  const faults = desk.acts.flatMap((_, index): Fault[] => {
    const kind = FAULTS[desk.random(FAULTS.length)];
    if (desk.random(STRUCK) > 0 || kind === undefined) return [];
    if (kind.kind === "kill" && left.kills-- <= 0) return [];
    return [{ phase, index, ...kind, ...(kind.point === "during" ? { after: 1 + desk.random(PARTS) } : {}) }];
  });
  const twice = ([undefined, undefined, "after", "at-once"] as const)[desk.random(4)];
  return { faults, ...(phase === "apply" ? { order: places(desk) } : {}), ...(twice === undefined ? {} : { twice }) };
}

/** Up to two acts whose entities a person changes: each once, for one person may well overwrite another. */
function edited<P>(desk: DrillDesk, handler: Handler<P>): number[] {
  const entities = desk.acts.map(({ params, handler: which, poison }) =>
    which === 0 && poison !== true ? handler.touches(params as P)[0] : undefined,
  );
  const free = places(desk).filter((act, i, all) => {
    const entity = entities[act];
    return entity !== undefined && all.findIndex((other) => entities[other] === entity) === i;
  });
  return free.slice(0, desk.random(3));
}

/** All acts, shuffled. */
function places(desk: DrillDesk): number[] {
  return shuffled(desk.acts.length, (below) => desk.random(below));
}
