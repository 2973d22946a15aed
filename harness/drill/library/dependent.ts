import { EarnestError } from "../../errors.ts";
import { defineHandler } from "../defineHandler.ts";
import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { type DrillSize, drillOf } from "./drillOf.ts";

/** The handler that acts later on the same entities, and its params by those of the first act. */
export interface LaterAct<P> {
  readonly handler: Handler;
  params(params: P): unknown;
}

/**
 * A later act builds on each of the batch: undone in reverse, both have to be as before, with all that hangs on them. Undoing a first one too
 * early may be refused or done, and must not spoil the rest. Throws DRILL_BROKEN for a later act on another fixture, or one that cannot be undone.
 */
export function dependent<P>(handler: Handler<P>, { size, later }: DrillSize & { readonly later: LaterAct<P> }): Drill<P> {
  defineHandler(later.handler);
  const said = `${later.handler.name} acts after ${String(handler.name)}`;
  if (later.handler.fixture.name !== handler.fixture?.name)
    throw new EarnestError("DRILL_BROKEN", `${said}, and not on the same fixture`);
  if (later.handler.irreversible !== undefined || handler.irreversible !== undefined)
    throw new EarnestError("DRILL_BROKEN", `${said}, and one of them cannot be taken back`);
  return drillOf({
    name: "dependent",
    handler,
    size,
    later,
    settings: { later: { name: later.handler.name, version: later.handler.version } },
    says: "A later act builds on each act of the batch; one undo comes too early, and then all are undone, the last first.",
    async run(desk) {
      await desk.apply();
      await desk.look();
      await desk.undo({ order: [0] });
      await desk.undo();
    },
  });
}
