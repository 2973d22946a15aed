import { many } from "../words.ts";
import type { ActStory } from "./actStory.ts";
import type { DrillName, DrillSeen, Violation } from "./drill.ts";
import { named } from "./sayChanges.ts";

type Ask = (seen: DrillSeen, stories: readonly ActStory[]) => readonly Violation[];

const CRASH: Ask = ({ history }) =>
  history.some(({ e }) => e === "resumed") ? [] : untried("No process was killed, so that nothing had to be resumed");

/** What a drill asks besides what every drill asks: mostly, that it did what it is there for. */
const ASKS: Partial<Record<DrillName, Ask>> = {
  crashBeforeReceipt: CRASH,
  crashDuringRollback: CRASH,
  duplicateDelivery: (_, stories) =>
    stories.flatMap(({ act, applies, undos, carriedOut }) =>
      applies.length < 2 || (carriedOut !== undefined && undos.length < 2)
        ? untried(`Act ${act + 1} and its undo were not both asked for twice`, act)
        : [],
    ),
  outOfOrder: (_, stories) =>
    stories.some(({ undos, applies }) => undos[0] !== undefined && undos[0].at < (applies[0]?.at ?? -1))
      ? []
      : untried("No undo came before its act"),
  humanEdit: ({ edits }) => (edits.length > 0 ? [] : untried("No person changed anything meanwhile")),
  poison: ({ acts }) => (acts.some(({ poison }) => poison) ? [] : untried("There was no act that had to be refused")),
  dependent: ({ acts }, stories) =>
    stories.some(({ act, carriedOut }) => acts[act]?.handler === 1 && carriedOut !== undefined)
      ? []
      : untried("No later act was carried out"),
  blastRadius: ({ written, undoing }) =>
    written !== null && undoing !== null ? [] : untried("Nobody looked at what was written"),
};

/** What this drill asks besides, and of what cannot be taken back: exactly one correction for each act, to the same entity. */
export function askedBy(name: DrillName, seen: DrillSeen, stories: readonly ActStory[]): Violation[] {
  return [...(ASKS[name]?.(seen, stories) ?? []), ...corrections(seen, stories)];
}

function corrections({ acts, irreversible, undoing }: DrillSeen, stories: readonly ActStory[]): Violation[] {
  const table = irreversible?.corrections ?? null;
  if (table === null) return [];
  if (undoing === null) return untried("Nobody looked whether corrections were made");
  const made = undoing.rows.filter((row) => row.table === table && row.change === "added");
  const own = stories.filter(({ act }) => acts[act]?.handler === 0);
  const due = own.filter(({ end, carriedOut }) => carriedOut !== undefined && (end === "impossible" || end === "reverted"));
  return own.flatMap(({ act, touches }) => {
    const mine = new Set<string | null>(touches);
    const owed = due.filter((other) => other.touches.some((entity) => mine.has(entity))).length;
    const count = made.filter(({ entity }) => mine.has(entity)).length;
    if (count === owed) return [];
    const says = `Act ${act + 1} touches ${named(touches.join(", "))}: ${many(owed, "correction was", "corrections were")} due there, and ${named(table)} has ${count}.`;
    return [{ check: "correction", says, act }];
  });
}

function untried(says: string, act?: number): Violation[] {
  return [{ check: "not-tried", says: `${says}.`, ...(act === undefined ? {} : { act }) }];
}
