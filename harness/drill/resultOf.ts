import { sameJson } from "../canonical.ts";
import { quote } from "../comparators/quote.ts";
import { shorten } from "../words.ts";
import type { Drill, DrillSeen } from "./drill.ts";
import type { DrillEvent } from "./drillEvent.ts";
import type { DrillResult } from "./drillRecord.ts";
import { judgeDrill } from "./judgeDrill.ts";

/** Everything of a result that follows from what the drill left. */
export type ResultOf = Pick<
  DrillResult,
  "size" | "ends" | "restored" | "held" | "violations" | "each" | "conflicts" | "irreversible"
> & { readonly ms: Omit<DrillResult["ms"], "restarts"> };

/** What a drill came to, worked out from what it left and nothing else: pure, so that a reader of a ledger can do it again. */
export function resultOf(drill: Pick<Drill, "name">, seen: DrillSeen): ResultOf {
  return {
    size: seen.acts.length,
    ...judgeDrill(drill, seen),
    ms: timesOf(seen.history),
    each: undoTimes(seen.history),
    conflicts: entitiesOf(seen, ["conflict", "left", "dead-letter"]),
    irreversible: entitiesOf(seen, ["impossible"]),
  };
}

/** What a result says, and what it left does not, in a line; undefined where nothing differs. */
export function differsFromSeen(result: DrillResult): string | undefined {
  const { ms, held, ...others } = resultOf({ name: result.drill }, result.seen);
  // Whether it held first: a reader asks that before anything else.
  const again = { held, ...others };
  const { restarts: _measured, ...timed } = result.ms;
  const pairs = [
    ...Object.entries(again).map(([what, due]) => [what, result[what as keyof typeof again], due] as const),
    ...Object.entries(ms).map(([what, due]) => [`ms.${what}`, timed[what as keyof typeof timed], due] as const),
  ];
  const differs = pairs.find(([, found, due]) => !sameJson(found, due));
  if (differs === undefined) return undefined;
  const [what, found, due] = differs;
  return `drill ${result.n}, ${result.drill} on ${shorten(result.engine, 20)}: ${what} is ${shorten(quote(found), 100)} on record, and ${shorten(quote(due), 100)} by what it left`;
}

/** In ms, by the journal: carrying out, first intent to last answer; from the decision to the last that was done; from then until the state was verified. */
function timesOf(history: readonly DrillEvent[]): ResultOf["ms"] {
  const asked = history.find((event) => event.e === "intent" && event.phase === "apply");
  const answered = history.findLast(({ e }) => e === "applied");
  const decided = history.find(({ e }) => e === "decided");
  const done = history.findLast(({ e }) => e !== "verified");
  const verified = history.findLast(({ e }) => e === "verified");
  return {
    apply: between(asked, answered),
    undo: between(decided, done),
    check: decided === undefined ? 0 : between(done, verified),
  };
}

/** Several processes write a journal, whose clocks differ a little. */
function between(from: DrillEvent | undefined, to: DrillEvent | undefined): number {
  return from === undefined || to === undefined ? 0 : Math.max(0, rounded(to.ms - from.ms));
}

/** Of each undo that was asked for, from its intent to its outcome. */
function undoTimes(history: readonly DrillEvent[]): number[] {
  const asked: Extract<DrillEvent, { e: "intent" }>[] = [];
  return history.flatMap((event) => {
    if (event.e === "intent" && event.phase === "undo") asked.push(event);
    if (event.e !== "undone") return [];
    const at = asked.findIndex(({ act }) => act === event.act);
    return at < 0 ? [] : asked.splice(at, 1).map((intent) => between(intent, event));
  });
}

/** What the acts are about whose last undo came to one of these. */
function entitiesOf({ history, acts }: DrillSeen, outcomes: readonly string[]): string[] {
  const last = new Map(history.flatMap((event) => (event.e === "undone" ? [[event.act, event.outcome] as const] : [])));
  const found = [...last].filter(([, outcome]) => outcomes.includes(outcome)).flatMap(([act]) => acts[act]?.touches ?? []);
  return [...new Set(found)].sort();
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
