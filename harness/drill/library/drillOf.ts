import type { Json } from "../../action.ts";
import { EarnestError } from "../../errors.ts";
import { defineHandler } from "../defineHandler.ts";
import type { Drill, DrillName } from "../drill.ts";
import type { Handler } from "../handler.ts";

/** How large the batch of a drill is: a whole number of acts, from 1 or from what the drill needs. */
export interface DrillSize {
  readonly size: number;
}

type Parts<P> = Pick<Drill<P>, "says" | "run" | "later" | "poison"> & {
  readonly name: DrillName;
  readonly handler: Handler<P>;
  readonly size: number;
  /** The smallest batch that it can be done with. */
  readonly from?: number;
  readonly settings?: { readonly [key: string]: Json };
};

/** What all drills of the library have in common. Throws DRILL_BROKEN for a handler or a size that it cannot be done with. */
export function drillOf<P>({ handler, size, from = 1, settings = {}, ...parts }: Parts<P>): Drill<P> {
  defineHandler(handler);
  if (!Number.isSafeInteger(size) || size < from)
    throw new EarnestError("DRILL_BROKEN", `${parts.name} needs a size that is a whole number from ${from}, not ${String(size)}`);
  return { ...parts, version: "1", size, handler, undoes: handler.irreversible === undefined, params: { size, ...settings } };
}
