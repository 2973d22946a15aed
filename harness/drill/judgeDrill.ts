import { many } from "../words.ts";
import { type ActStory, actStories } from "./actStory.ts";
import { askedBy } from "./askedBy.ts";
import type { Drill, DrillSeen, Violation } from "./drill.ts";
import type { ActEnd } from "./drillEvent.ts";
import { judgeActs } from "./judgeActs.ts";
import { judgeState } from "./judgeState.ts";
import { sayReason } from "./reasons.ts";
import { named } from "./sayChanges.ts";

/** What a drill came to. */
export interface DrillJudged {
  /** How the acts ended, by the journal. */
  readonly ends: Partial<Record<ActEnd, number>>;
  /** Acts that were undone or never carried out, and after which all that they touch is as before. */
  readonly restored: number;
  /** No promise was broken. */
  readonly held: boolean;
  readonly violations: readonly Violation[];
}

/**
 * Judges a drill by what it left: pure, so that a ledger can be judged again. Every act has to end in a state that the journal explains, and
 * what was undone has to be as before, but for what people changed meanwhile; `check` of a violation is one of a fixed set of names.
 */
export function judgeDrill({ name }: Pick<Drill, "name">, seen: DrillSeen): DrillJudged {
  const stories = actStories(seen);
  const state = judgeState(seen, stories);
  const nothing = judgeNothing(seen, stories);
  const found = [
    ...nothing,
    ...judgeWhole(seen, stories),
    ...judgeActs(name, seen, stories),
    ...judgeEdits(seen),
    ...state.violations,
    ...askedBy(name, seen, stories),
  ];
  // Where nothing was carried out, all else that could not be tried follows from that.
  const violations = nothing.length === 0 ? found : found.filter(({ check }) => check !== "not-tried");
  const ends: Partial<Record<ActEnd, number>> = {};
  for (const { end } of stories) ends[end] = (ends[end] ?? 0) + 1;
  const single = new Map(violations.map((violation) => [`${violation.check}/${violation.act ?? violation.says}`, violation]));
  return { ends, restored: state.restored.size, held: violations.length === 0, violations: [...single.values()] };
}

const WHEN = { before: "Before anything was done", between: "After the acts", after: "After the undo" };

/** Whether anything was carried out at all; else why not, as the acts that may be carried out were answered. */
function judgeNothing({ acts }: DrillSeen, stories: readonly ActStory[]): Violation[] {
  if (stories.some(({ carriedOut }) => carriedOut !== undefined)) return [];
  const due = stories.filter(({ act }) => acts[act]?.poison !== true);
  const unknown = due.filter(({ applies }) => applies.at(-1)?.outcome === "unknown").length;
  const why = sayReason(due.map(({ applies }) => applies.at(-1)?.because));
  const left = `${unknown === 1 ? "it was" : "they were"} left to a person`;
  const said =
    unknown === 0
      ? "None of the acts was carried out, so that no undo was tried"
      : unknown === due.length
        ? `Of ${many(unknown, "act")} nobody can tell whether ${unknown === 1 ? "it was" : "they were"} carried out; ${left}`
        : `None of the acts is known to have been carried out, so that no undo was tried. Of ${many(unknown, "act")} nobody can tell; ${left}`;
  return [{ check: "nothing-done", says: `${said}${why}.` }];
}

function judgeWhole(seen: DrillSeen, stories: readonly ActStory[]): Violation[] {
  const violations: Violation[] = seen.broken.map(({ when, says }) => ({
    check: "invariant",
    says: `${WHEN[when]} something did not hold that always has to: ${named(says)}`,
  }));
  const traffic = new Set(seen.traffic);
  const mixed = stories.flatMap(({ touches }) => touches.filter((entity) => traffic.has(entity)));
  if (mixed.length > 0)
    violations.push({
      check: "traffic",
      says: `The fixture's other traffic touched what the acts touch, such as ${named(mixed[0] ?? "")}: it has to keep to entities of its own.`,
    });
  for (const event of seen.history) {
    if (event.e === "gave-up")
      violations.push({ check: "unfinished", says: `The drill could not be finished: ${named(event.because)}` });
    if ("act" in event && seen.acts[event.act] === undefined)
      violations.push({
        check: "history",
        says: `The journal names act ${event.act + 1}, and the batch has ${seen.acts.length}.`,
      });
  }
  return violations;
}

/** What a person put in by hand still has to stand. */
function judgeEdits({ edits, history }: DrillSeen): Violation[] {
  const violations: Violation[] = edits
    .filter(({ kept }) => !kept)
    .map(({ act, edit }) => ({
      check: "human-edit-lost",
      says: `A person had changed ${named(edit.entity)} after act ${act + 1}, and that was overwritten: ${named(edit.table)} no longer holds ${sayEdit(edit.columns)}.`,
      act,
    }));
  const journalled = history.filter(({ e }) => e === "edited").length;
  if (journalled !== edits.length)
    violations.push({
      check: "history",
      says: `The journal names ${journalled} changes by people, and ${edits.length} were looked at in the end.`,
    });
  return violations;
}

function sayEdit(columns: Readonly<Record<string, unknown>>): string {
  return Object.entries(columns)
    .map(([column, value]) => `${named(column)} ${named(String(value))}`)
    .join(", ");
}
