import type { Drill } from "../drill/drill.ts";
import type { DrilledElsewhere } from "../drill/library/drilledElsewhere.ts";
import type { ActionRow } from "../suite.ts";

/** The drills of a row that run here. */
export function drillsOf(row: ActionRow | undefined): readonly Drill[] {
  return (row?.drills ?? []).filter((one): one is Drill => "handler" in one);
}

/** What a row says of drills that are made somewhere else. */
export function elsewhereOf(row: ActionRow | undefined): readonly DrilledElsewhere[] {
  return (row?.drills ?? []).filter((one): one is DrilledElsewhere => !("handler" in one));
}
