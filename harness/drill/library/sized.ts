import type { Drill, DrillName } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { blastRadius } from "./blastRadius.ts";
import { crashBeforeReceipt } from "./crashBeforeReceipt.ts";
import { crashDuringRollback } from "./crashDuringRollback.ts";
import { dependent } from "./dependent.ts";
import type { DrillSize } from "./drillOf.ts";
import { duplicateDelivery } from "./duplicateDelivery.ts";
import { humanEdit } from "./humanEdit.ts";
import { irreversible } from "./irreversible.ts";
import { outOfOrder } from "./outOfOrder.ts";
import { partialFailure } from "./partialFailure.ts";
import { poison } from "./poison.ts";
import { revertBatch } from "./revertBatch.ts";
import { timed } from "./timed.ts";

const MAKERS: Partial<Record<DrillName, (handler: Handler, size: DrillSize) => Drill>> = {
  revertBatch,
  partialFailure,
  crashBeforeReceipt,
  crashDuringRollback,
  duplicateDelivery,
  outOfOrder,
  humanEdit,
  irreversible,
  poison,
  blastRadius,
  timed,
};

/** The same drill with a batch of another size, as if it had been made so. Throws DRILL_BROKEN for a size that it cannot be done with. */
export function sized(drill: Drill, size: number): Drill {
  const { name, handler, later } = drill;
  if (name === "dependent" && later !== undefined) return dependent(handler, { size, later });
  return MAKERS[name]?.(handler, { size }) ?? { ...drill, size };
}
