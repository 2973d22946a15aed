import type { DrillSeen } from "./drill.ts";
import type { ActEnd, DrillEvent } from "./drillEvent.ts";

type OfAct<E extends DrillEvent["e"]> = Extract<DrillEvent, { e: E; act: number }>;
/** An event of one act, and its place in the journal. */
export type Placed<E extends DrillEvent["e"]> = OfAct<E> & { readonly at: number };

/** What the journal says of one act. */
export interface ActStory {
  readonly act: number;
  readonly touches: readonly string[];
  readonly end: ActEnd;
  /** Was carrying it out, was undoing it asked for at all? */
  readonly tried: { readonly apply: boolean; readonly undo: boolean };
  /** Answers to carrying it out under its own params, in order. */
  readonly applies: readonly Placed<"applied">[];
  /** Answers under its key with the params of another act. */
  readonly reuses: readonly Placed<"applied">[];
  readonly undos: readonly Placed<"undone">[];
  /** An intent without an outcome; an outcome without an intent before it. */
  readonly open: boolean;
  readonly unannounced: boolean;
  /** The place of the first answer that says it was carried out; undefined: none does. */
  readonly carriedOut: number | undefined;
}

/** Reads the journal by act: one story for each act of the batch. */
export function actStories(seen: Pick<DrillSeen, "acts" | "history" | "irreversible">): ActStory[] {
  const placed = seen.history.flatMap((event, at) => ("act" in event ? [{ ...event, at }] : []));
  const byAct = Map.groupBy(placed, ({ act }) => act);
  return seen.acts.map(({ touches }, act) => {
    const mine = byAct.get(act) ?? [];
    const answers = mine.filter((event) => event.e === "applied");
    const applies = answers.filter(({ otherParams }) => otherParams !== true);
    const undos = mine.filter((event) => event.e === "undone");
    const { open, unannounced } = pending(mine);
    const intents = mine.filter((event) => event.e === "intent");
    const told = {
      applies,
      undos,
      open,
      carriedOut: applies.find(({ outcome }) => outcome === "applied" || outcome === "duplicate")?.at,
    };
    return {
      ...told,
      act,
      touches,
      unannounced,
      end: endOf(told, seen.irreversible !== null),
      tried: {
        apply: intents.some(({ phase }) => phase === "apply") || answers.length > 0,
        undo: intents.some(({ phase }) => phase === "undo") || undos.length > 0,
      },
      reuses: answers.filter(({ otherParams }) => otherParams === true),
    };
  });
}

function pending(mine: readonly DrillEvent[]): { open: boolean; unannounced: boolean } {
  const counts = { apply: 0, undo: 0, other: 0 };
  let unannounced = false;
  for (const event of mine) {
    if (event.e === "intent") counts[event.otherParams === true ? "other" : event.phase] += 1;
    // What is left to a person was never begun.
    if ((event.e !== "applied" && event.e !== "undone") || event.outcome === "left") continue;
    const of = event.e === "undone" ? "undo" : event.otherParams === true ? "other" : "apply";
    counts[of] -= 1;
    if (counts[of] < 0) unannounced = true;
  }
  return { open: Object.values(counts).some((count) => count > 0), unannounced };
}

function endOf(
  { applies, undos, open, carriedOut }: Pick<ActStory, "applies" | "undos" | "open" | "carriedOut">,
  irreversible: boolean,
): ActEnd {
  if (open) return "open";
  const last = undos.at(-1);
  const afresh = applies.some(({ outcome, at }) => outcome === "applied" && at > (last?.at ?? -1));
  if (last === undefined || afresh) {
    if (carriedOut !== undefined) return "standing";
    return applies.some(({ outcome }) => outcome === "unknown") ? "left" : "never-applied";
  }
  if (last.outcome === "not-applied") return "never-applied";
  if (last.outcome !== "already") return last.outcome;
  // Done before: as the answer says that was not lost; else as acts of its kind end.
  const before = undos.findLast(({ outcome }) => outcome === "reverted" || outcome === "impossible");
  return (before?.outcome as "reverted" | "impossible" | undefined) ?? (irreversible ? "impossible" : "reverted");
}
