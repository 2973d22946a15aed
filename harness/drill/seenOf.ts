import { EarnestError } from "../errors.ts";
import { diffStates, entityOf, type StateDiff } from "../fixture/diffStates.ts";
import { rowKey } from "../fixture/rowKey.ts";
import type { Fixture, HumanEdit, State, StateSpec } from "../fixture.ts";
import { reasonOf } from "./callHandler.ts";
import type { Drill, DrillSeen } from "./drill.ts";
import type { BatchAct } from "./drillBatch.ts";
import type { DrillEvent } from "./drillEvent.ts";

/** The states of one drill; `between` is null where it did not look, `decided` where nothing was asked for between that and the decision. */
export interface DrillStates {
  readonly before: State;
  readonly between: State | null;
  readonly decided: State | null;
  readonly after: State;
}

/** What comparing the states of a drill shows. Throws FIXTURE_BROKEN where an invariant cannot be asked. */
export function compareStates(
  { spec }: Fixture,
  states: DrillStates,
): Pick<DrillSeen, "written" | "meanwhile" | "undoing" | "left" | "broken"> {
  const { before, between, decided, after } = states;
  return {
    written: between && wroteBetween(spec, before, between),
    meanwhile: between && decided && wroteBetween(spec, between, decided),
    undoing: between && wroteBetween(spec, decided ?? between, after),
    left: diffStates(spec, before, after, "restored"),
    broken: (["before", "between", "after"] as const).flatMap((when) => {
      const state = states[when];
      return state === null ? [] : brokenIn(spec, state).map((says) => ({ when, says }));
    }),
  };
}

/** Of a row that came or went nobody is told the values, and they would be most of a ledger. */
function wroteBetween(spec: StateSpec, before: State, after: State): StateDiff {
  const { rows, sequences } = diffStates(spec, before, after, "written");
  return { rows: rows.map((row) => (row.change === "changed" ? row : { ...row, columns: [] })), sequences };
}

/** Puts together what a drill is judged by. */
export function seenOf(
  { handler, later }: Drill,
  acts: readonly BatchAct[],
  compared: ReturnType<typeof compareStates>,
  { before, after }: Pick<DrillStates, "before" | "after">,
  history: readonly DrillEvent[],
  traffic: readonly string[],
): DrillSeen {
  const { spec } = handler.fixture;
  const writes = [...new Set([...handler.writes, ...(later?.handler.writes ?? [])])];
  return {
    acts: acts.map((act) => ({ handler: act.handler, poison: act.poison === true, touches: act.touches })),
    writes,
    books: Object.keys(spec.tables).filter((table) => spec.tables[table]?.book === true),
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
    uncompared: uncomparedIn(spec, writes, before, after, new Set(traffic)),
  };
}

/** Columns that stand otherwise in a row that was there before, and that nobody declared to compare. */
function uncomparedIn(
  { tables }: StateSpec,
  writes: readonly string[],
  before: State,
  after: State,
  traffic: ReadonlySet<string>,
): string[] {
  return writes.flatMap((table) => {
    const spec = tables[table];
    const rows = after.tables[table] ?? [];
    const compared = new Set([...(spec?.key ?? []), ...(spec?.columns ?? [])]);
    const others = Object.keys(rows[0] ?? {}).filter((column) => !compared.has(column));
    if (spec === undefined || others.length === 0) return [];
    const was = new Map((before.tables[table] ?? []).map((row) => [rowKey(spec.key, row), row]));
    const own = rows.filter((row) => !traffic.has(entityOf(table, spec, row)));
    const differs = (column: string) =>
      own.some((row) => {
        const old = was.get(rowKey(spec.key, row));
        return old !== undefined && old[column] !== row[column];
      });
    return others.filter(differs).map((column) => `${table}.${column}`);
  });
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
