import type { DrillSeen, Violation } from "./drill.ts";

/**
 * Was the negative control caught, in which undoing only pretends? What counts is that the lack was seen in the state: the pretence that says
 * too much gives itself away, and proves nothing about whoever looks. Only where nothing is done instead of an undo is there no state to see.
 */
export function controlCaught(seen: Pick<DrillSeen, "irreversible">, violations: readonly Violation[]): boolean {
  const telling =
    seen.irreversible === null ? "not-restored" : seen.irreversible.corrections === null ? "false-claim" : "correction";
  return violations.some(({ check }) => check === telling) && !isWithoutActs(violations);
}

/** Was nothing carried out, so that there was nothing to undo? Such a control could not be made: it shows nothing, and nor does its drill. */
export function isWithoutActs(violations: readonly Violation[]): boolean {
  return violations.some(({ check }) => check === "nothing-done");
}
