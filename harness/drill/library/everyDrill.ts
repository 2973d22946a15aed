import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { blastRadius } from "./blastRadius.ts";
import { crashBeforeReceipt } from "./crashBeforeReceipt.ts";
import { crashDuringRollback } from "./crashDuringRollback.ts";
import { dependent, type LaterAct } from "./dependent.ts";
import type { DrillSize } from "./drillOf.ts";
import { duplicateDelivery } from "./duplicateDelivery.ts";
import { humanEdit } from "./humanEdit.ts";
import { irreversible } from "./irreversible.ts";
import { outOfOrder } from "./outOfOrder.ts";
import { partialFailure } from "./partialFailure.ts";
import { poison } from "./poison.ts";
import { revertBatch } from "./revertBatch.ts";
import { timed } from "./timed.ts";

/**
 * All drills of the library that a handler can be put through, in the order of the library: `poison` where it gives params that have to be
 * refused, `humanEdit` where its fixture has `edit`, `dependent` where there is a later act. Of what cannot be taken back, those that promise
 * no restored state. The size is at least 3. Throws DRILL_BROKEN.
 */
export function everyDrill<P>(
  handler: Handler<P>,
  { size, later }: DrillSize & { readonly later?: LaterAct<P> },
): readonly [Drill<P>, ...Drill<P>[]] {
  const refusing = handler.poison.length > 0 ? [poison(handler, { size })] : [];
  const always = [
    partialFailure(handler, { size }),
    crashBeforeReceipt(handler, { size }),
    crashDuringRollback(handler, { size }),
    duplicateDelivery(handler, { size }),
    outOfOrder(handler, { size }),
  ];
  if (handler.irreversible !== undefined)
    return [irreversible(handler, { size }), ...always, ...refusing, blastRadius(handler, { size })];
  return [
    revertBatch(handler, { size }),
    ...always,
    ...(handler.fixture.edit === undefined ? [] : [humanEdit(handler, { size })]),
    ...refusing,
    ...(later === undefined ? [] : [dependent(handler, { size, later })]),
    blastRadius(handler, { size }),
    timed(handler, { size }),
  ];
}
