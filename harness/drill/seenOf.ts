import { EarnestError } from "../errors.ts";
import { diffStates } from "../fixture/diffStates.ts";
import type { Fixture, HumanEdit, State, StateSpec } from "../fixture.ts";
import { reasonOf } from "./callHandler.ts";
import type { Drill, DrillSeen } from "./drill.ts";
import type { BatchAct } from "./drillBatch.ts";
import type { DrillEvent } from "./drillEvent.ts";

/** The states of one drill; `between` is null where it did not look. */
export interface DrillStates {
  readonly before: State;
  readonly between: State | null;
  readonly after: State;
}

/** What comparing the states of a drill shows. Throws FIXTURE_BROKEN where an invariant cannot be asked. */
export function compareStates(
  { spec }: Fixture,
  states: DrillStates,
): Pick<DrillSeen, "written" | "undoing" | "left" | "broken"> {
  const { before, between, after } = states;
  return {
    written: between && diffStates(spec, before, between, "written"),
    undoing: between && diffStates(spec, between, after, "written"),
    left: diffStates(spec, before, after, "restored"),
    broken: (["before", "between", "after"] as const).flatMap((when) => {
      const state = states[when];
      return state === null ? [] : brokenIn(spec, state).map((says) => ({ when, says }));
    }),
  };
}

/** Puts together what a drill is judged by. */
export function seenOf(
  { handler, later }: Drill,
  acts: readonly BatchAct[],
  compared: ReturnType<typeof compareStates>,
  after: State,
  history: readonly DrillEvent[],
  traffic: readonly string[],
): DrillSeen {
  return {
    acts: acts.map((act) => ({ handler: act.handler, poison: act.poison === true, touches: act.touches })),
    writes: [...new Set([...handler.writes, ...(later?.handler.writes ?? [])])],
    unrelated: handler.unrelated ?? "keep",
    irreversible: handler.irreversible ?? null,
    history,
    ...compared,
    traffic,
    edits: history.flatMap((event) => {
      if (event.e !== "edited") return [];
      const { act, what, edit } = event;
      return [{ act, what, edit, kept: stillThere(after, edit) }];
    }),
  };
}

function brokenIn({ invariants }: StateSpec, state: State): string[] {
  return invariants.flatMap((invariant) => {
    try {
      const wrong = invariant.broken(state);
      return wrong === undefined ? [] : [wrong];
    } catch (cause) {
      throw new EarnestError("FIXTURE_BROKEN", `"${invariant.says}" cannot be asked: ${reasonOf(cause)}`, { cause });
    }
  });
}

function stillThere(state: State, { table, key, columns }: HumanEdit): boolean {
  const wanted = Object.entries({ ...key, ...columns });
  return (state.tables[table] ?? []).some((row) => wanted.every(([column, value]) => row[column] === value));
}
