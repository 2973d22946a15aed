import type { ActStory } from "./actStory.ts";
import type { DrillName, DrillSeen, Violation } from "./drill.ts";
import { hopelessOf } from "./hopelessOf.ts";
import { whyGivenUp } from "./reasons.ts";

/** What the journal alone says against the acts: what nobody knows about, what was done twice, and answers that cannot be true. */
export function judgeActs(name: DrillName, seen: DrillSeen, stories: readonly ActStory[]): Violation[] {
  const hopeless = name === "poison" ? hopelessOf(seen.acts) : undefined;
  return stories.flatMap((story) => [
    ...judgeApplies(story, seen.acts[story.act]?.poison === true),
    ...judgeUndos(seen, story, stories),
    ...judgeEnd(seen, story, hopeless === story.act),
  ]);
}

function judgeApplies({ act, applies, reuses, undos }: ActStory, poison: boolean): Violation[] {
  const found = finder(act);
  const done = applies.filter(({ outcome }) => outcome === "applied");
  // Of two calls at once one may have got no answer; then a probe says "applied" of the same.
  if (done.filter(({ by }) => by === "answer").length > 1) found.add("applied-twice", "was carried out twice under one key");
  const first = applies.find(({ outcome }) => outcome === "applied" || outcome === "duplicate");
  if (poison && first !== undefined) found.add("poison-accepted", "had to be refused, and was carried out");
  if (poison && applies.some(({ outcome }) => outcome === "unknown"))
    found.add("poison-accepted", "had to be refused, and nobody knows whether it was");
  if (first?.outcome === "duplicate" && applies.length === 1 && reuses.length === 0)
    found.add("false-claim", "was reported as done before, and it was the first time");
  const barred = undos.find(({ outcome }) => outcome === "reverted" || outcome === "already" || outcome === "not-applied");
  if (barred !== undefined && done.some(({ at }) => at > barred.at))
    found.add("late-apply", "was carried out after it was undone; its undo has to bar it");
  if (
    first !== undefined &&
    applies.some(({ outcome, at }) => outcome === "rejected" && at > first.at && (barred === undefined || at < barred.at))
  )
    found.add("false-claim", "was carried out, and the same call once more was told that it was refused");
  if (reuses.some(({ outcome }) => outcome !== "rejected" && outcome !== "failed"))
    found.add("key-reused", "has a key under which other params were accepted too; they have to be refused");
  return found.all;
}

function judgeUndos(seen: DrillSeen, story: ActStory, stories: readonly ActStory[]): Violation[] {
  const { act, undos, applies, carriedOut } = story;
  const found = finder(act);
  if (undos.filter(({ outcome }) => outcome === "reverted").length > 1)
    found.add("undone-twice", "was undone twice: the second time had to be told that it is done already");
  let explained = false;
  for (const { outcome, at } of undos) {
    const before = carriedOut !== undefined && carriedOut < at;
    if (outcome === "not-applied" && before)
      found.add("false-claim", "was carried out, and its undo says that there is nothing to undo");
    if (outcome === "reverted" && !before && !applies.some((answer) => answer.outcome === "unknown"))
      found.add("false-claim", "was reported undone, and it was never carried out");
    const own = seen.acts[act]?.handler === 0;
    if (outcome === "impossible" && !(own && seen.irreversible !== null))
      found.add("impossible", "cannot be taken back, says its undo; it was declared as one that can");
    if (outcome === "reverted" && own && seen.irreversible !== null)
      found.add("false-claim", "was reported undone, and acts of its kind cannot be taken back");
    const edit = editBefore(seen, story, at);
    // Under one key there is one answer: a conflict that had its reason is told again as long as it is asked for.
    explained ||= outcome === "conflict" && (edit === "same" || isBuiltUpon(story, stories, at));
    if (outcome === "conflict" && !explained)
      found.add(
        "false-conflict",
        edit === "other"
          ? "was left alone for a change that its undo declares to keep and work around"
          : "was left alone as changed by somebody meanwhile, and nobody changed it",
      );
    if (outcome === "reverted" && edit === "same")
      found.add("false-claim", "was reported undone, although a person had changed the same value meanwhile");
  }
  return found.all;
}

function judgeEnd(seen: DrillSeen, story: ActStory, hopeless: boolean): Violation[] {
  const { act, end, open, unannounced, applies, undos } = story;
  const found = finder(act);
  if (open) found.add("open-intent", "was begun, and the journal does not say what became of it");
  if (unannounced) found.add("no-intent", "has an outcome, and the journal did not say before that it would be tried");
  if (end === "standing" && undos.length === 0) found.add("standing", "was carried out and never undone");
  if (end === "dead-letter" && !hopeless)
    found.add("dead-letter", `was given up: its undo failed at every try${whyGivenUp(seen, act)}`);
  if (hopeless && end !== "dead-letter")
    found.add("not-tried", "had to fail at every try of its undo, so that it is given up, and was not");
  if (end === "left" && !applies.some(({ outcome }) => outcome === "unknown"))
    found.add("left", "was left to a person, although it is known what became of it");
  return found.all;
}

/** What a person did to what this act touches, before this place in the journal; what the undo has to leave alone comes first. */
function editBefore({ history, unrelated }: DrillSeen, { touches }: ActStory, at: number): "same" | "other" | undefined {
  const edits = history
    .slice(0, at)
    .flatMap((event) => (event.e === "edited" && touches.includes(event.edit.entity) ? [event.what] : []));
  if (edits.includes("same") || (edits.length > 0 && unrelated === "conflict")) return "same";
  return edits[0];
}

/** Did a later act change the same, and does that still stand? Then leaving it alone is right. */
function isBuiltUpon(story: ActStory, stories: readonly ActStory[], at: number): boolean {
  return stories.some(
    (other) =>
      other.act !== story.act &&
      other.carriedOut !== undefined &&
      other.carriedOut > (story.carriedOut ?? at) &&
      other.carriedOut < at &&
      !other.undos.some((undo) => undo.at < at && (undo.outcome === "reverted" || undo.outcome === "already")) &&
      other.touches.some((entity) => story.touches.includes(entity)),
  );
}

function finder(act: number): { readonly all: Violation[]; add(check: string, says: string): void } {
  const all: Violation[] = [];
  return { all, add: (check, says) => all.push({ check, says: `Act ${act + 1} ${says}.`, act }) };
}
