import type { DrillRecord } from "./drills.ts";
import type { TypeFacts } from "./typeFacts.ts";

const DAY = 86_400_000;

/** A drill as a criterion sees it: what a person wrote down, or one of the library, with what the file of drills has no place for. */
export interface DrillFact extends DrillRecord {
  readonly made?: {
    /** Of the drill itself. */
    readonly version: string;
    /** Acts in its batch, carried out or not. */
    readonly size: number;
    readonly fixture: { readonly name: string; readonly version: string };
    readonly engine: string;
    /** Other operations a second that were asked for meanwhile; 0: none. */
    readonly load: number;
  };
}

/** What drills are weighed by. */
export type DrillsWeighed = Pick<TypeFacts, "asOf" | "version" | "drilled">;

/** Why it was made with something else than what is in force now; null where it was not. A row without drills of its own has none of the library. */
export function notInForce(
  { agent, handler, made, drill }: Pick<DrillFact, "agent" | "handler" | "made" | "drill">,
  { version, drilled }: Pick<DrillsWeighed, "version" | "drilled">,
): string | null {
  if (agent !== version) return "made with another version of the agent";
  if (handler === undefined) return null;
  if (drilled.length === 0) return made === undefined ? null : "made for a row that names no drill any more";
  const same = (a: { name: string; version: string }, b: { name: string; version: string }) =>
    a.name === b.name && a.version === b.version;
  const by = drilled.filter((one) => same(one.handler, handler));
  if (by.length === 0) return "undone by another version of the handler";
  if (made === undefined) return null;
  if (!by.some((one) => same(one.fixture, made.fixture))) return "made in another version of the fixture";
  // What broke is not hidden by taking its kind out of the row.
  const kind = by.filter((one) => one.drill === drill);
  return kind.length === 0 || kind.some((one) => one.version === made.version) ? null : "made with another version of the drill";
}

/** Days from a drill to the last moment the evidence speaks of; below 0 where it was made later. */
export function drillAge({ at }: Pick<DrillFact, "at">, asOf: string): number {
  return (Date.parse(asOf) - Date.parse(at)) / DAY;
}

/** From the decision to undo until the state was verified, in seconds; for ever where it did not restore all, broke a promise, or shows nothing. */
export function undoSeconds({ actions, restored, broken = 0, control, seconds }: DrillFact): number {
  return restored < actions || broken > 0 || control === "missed" ? Infinity : seconds;
}
