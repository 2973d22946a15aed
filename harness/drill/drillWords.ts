import type { DrillName } from "./drill.ts";

/** What each drill tries, in a few words for a table, as the end of "tried:". */
export const DRILL_WORDS: Readonly<Record<DrillName, string>> = {
  revertBatch: "everything undone",
  partialFailure: "a batch that fails halfway",
  crashBeforeReceipt: "killed before the receipt was on record",
  crashDuringRollback: "killed while undoing",
  duplicateDelivery: "everything asked for twice",
  outOfOrder: "undone out of order",
  humanEdit: "a person’s change in between",
  irreversible: "what cannot be taken back",
  poison: "acts that have to be refused",
  dependent: "a later act on the same thing",
  blastRadius: "nothing else touched",
  timed: "against the clock",
  randomFaults: "faults at random",
};

/** The drills whose whole batch has to be as before at the end: what "restored" and the time to undo are taken from. */
export const WHOLE_BATCH: readonly DrillName[] = ["revertBatch", "timed"];
