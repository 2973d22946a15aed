import type { RowChange } from "../fixture/diffStates.ts";
import type { ActStory } from "./actStory.ts";
import type { DrillSeen, Violation } from "./drill.ts";
import { sayChanges } from "./sayChanges.ts";

type Rows = Readonly<Record<"written" | "meanwhile" | "undoing", readonly RowChange[]>>;
/** Some of what one act may not have written; `says` follows its number. */
interface Loud {
  readonly check: string;
  readonly rows: readonly RowChange[];
  readonly says: string;
}

/**
 * What wrote where nothing was to be written: a call that came again, an undo that says it left all alone, and one that says there is nothing
 * to undo. Only keys may come of these, in a table that is declared as a book: most of it would show nowhere else, such as a second message.
 */
export function judgeQuiet(seen: DrillSeen, stories: readonly ActStory[], rows: Rows): Violation[] {
  const effects = (of: readonly RowChange[]) => of.filter(({ table }) => !seen.books.includes(table));
  const decided = seen.history.findIndex(({ e }) => e === "decided");
  const editedIn = (from: number, to?: number) =>
    new Set(seen.history.slice(from, to).flatMap((event) => (event.e === "edited" ? [event.edit.entity] : [])));
  const [before, after] = [editedIn(0, Math.max(decided, 0)), editedIn(Math.max(decided, 0))];
  const about = (of: readonly RowChange[], entities: readonly string[]) =>
    effects(of).filter(({ entity }) => entity !== null && entities.includes(entity));

  return stories.flatMap((story): Violation[] => {
    const beside = stories.filter(({ touches }) => touches.some((entity) => story.touches.includes(entity)));
    const unedited = (by: ReadonlySet<string>) => story.touches.filter((entity) => !by.has(entity));
    const found: Loud[] = [];
    // Was all that is theirs asked for before? Else what came meanwhile may be the first time.
    if (beside.every(({ applies, reuses }) => applies.length + reuses.length > 1))
      found.push({
        check: "applied-twice",
        rows: about(rows.meanwhile, unedited(before)),
        says: "was asked for once more under its key, and that wrote",
      });
    if (beside.every(({ end }) => end === "conflict" || end === "never-applied") && story.end === "conflict")
      found.push({
        check: "conflict-wrote",
        rows: about(
          rows.undoing,
          unedited(after).filter((entity) => before.has(entity)),
        ),
        says: "was left alone as changed by somebody meanwhile, says its undo, and it wrote all the same",
      });
    const never = beside.every(({ end, carriedOut }) => end === "never-applied" && carriedOut === undefined);
    if (never && story.undos.some(({ outcome }) => outcome === "not-applied"))
      found.push({
        check: "false-claim",
        rows: [
          ...about(rows.written, story.touches),
          ...about([...rows.meanwhile, ...rows.undoing], unedited(new Set([...before, ...after]))),
        ],
        says: "was never carried out, and its undo, or the act that it had to bar, wrote more than a key (a table of keys is declared as a `book`)",
      });
    return found.flatMap(({ check, rows: those, says }) =>
      those.length === 0 ? [] : [{ check, says: `Act ${story.act + 1} ${says}: ${sayChanges(those)}.`, act: story.act }],
    );
  });
}
