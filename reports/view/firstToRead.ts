import type { CaseBook, CaseEntry } from "earnest";
import { differs } from "./words.ts";

/** Cases printed in the page itself, and how many of one kind of disagreement. */
const FIRST = 20;
const OF_A_KIND = 3;

/** The cases worth reading first: serious ones, then other disagreements, then the rest; a few of each kind. */
export function firstToRead(book: CaseBook): CaseEntry[] {
  const open = book.entries.filter((entry) => entry.detail !== null && entry.outcome !== "match");
  const kinds = new Map<string, number>();
  const chosen: CaseEntry[] = [];
  const urgency = ({ serious, outcome }: CaseEntry) => (serious ? 0 : differs(outcome) ? 1 : 2);
  for (const entry of open.toSorted((a, b) => urgency(a) - urgency(b))) {
    if (chosen.length === FIRST) break;
    const kind = JSON.stringify([entry.decided, entry.proposed, entry.outcome]);
    const seen = kinds.get(kind) ?? 0;
    if (seen < OF_A_KIND) chosen.push(entry);
    kinds.set(kind, seen + 1);
  }
  return chosen;
}
