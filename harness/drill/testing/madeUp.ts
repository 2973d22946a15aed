import type { RowChange, StateDiff } from "../../fixture/diffStates.ts";
import type { DrillSeen } from "../drill.ts";
import type { DrillEvent } from "../drillEvent.ts";

// For tests: what drills have left, made up.

export const NOTHING: StateDiff = { rows: [], sequences: [] };
const ms = 0;

export function changed(jar: number, before: number, after: number): RowChange {
  return { table: "jars", key: `${jar}`, entity: `jars/${jar}`, change: "changed", columns: [{ column: "ml", before, after }] };
}

export const intent = (act: number, phase: "apply" | "undo"): DrillEvent => ({ e: "intent", phase, act, ms });
export const applied = (
  act: number,
  outcome: "applied" | "duplicate" | "rejected" | "failed" | "unknown" = "applied",
): DrillEvent => ({
  ...{ e: "applied", act, outcome, by: outcome === "failed" || outcome === "unknown" ? "probe" : "answer", receipt: null, ms },
});
type Undo = Extract<DrillEvent, { e: "undone" }>["outcome"];
export const undone = (act: number, outcome: Undo = "reverted"): DrillEvent => ({ e: "undone", act, outcome, ms });
export const edited = (act: number, what: "same" | "other"): DrillEvent => ({
  ...{ e: "edited", act, what, ms },
  edit: { entity: `jars/${act}`, table: "jars", key: { id: `${act}` }, columns: what === "same" ? { ml: 9 } : { note: "hers" } },
});

/** A drill that held: every act was carried out and undone. */
export function good(size: number, more: Partial<DrillSeen> = {}): DrillSeen {
  const acts = Array.from({ length: size }, (_, act) => act);
  return {
    acts: acts.map((act) => ({ handler: 0, poison: false, touches: [`jars/${act}`] })),
    writes: ["jars", "keys"],
    books: ["keys"],
    unrelated: "keep",
    irreversible: null,
    history: [
      ...acts.flatMap((act) => [intent(act, "apply"), applied(act)]),
      { e: "decided", ms },
      ...acts.toReversed().flatMap((act) => [intent(act, "undo"), undone(act)]),
      { e: "verified", ms },
    ],
    written: { rows: acts.map((act) => changed(act, 0, 5)), sequences: [] },
    meanwhile: null,
    undoing: { rows: acts.map((act) => changed(act, 5, 0)), sequences: [] },
    left: NOTHING,
    broken: [],
    traffic: [],
    edits: [],
    uncompared: [],
    ...more,
  };
}

export const left = (...rows: RowChange[]): StateDiff => ({ rows, sequences: [] });
