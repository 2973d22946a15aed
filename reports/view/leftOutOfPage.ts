import { type CaseBook, count, many } from "earnest";
import type { PlacedCases } from "../page/placedCases.ts";
import type { PageOptions } from "../pageOptions.ts";
import { differs } from "./words.ts";

/** What of the cases is not in the page, a sentence for each reason: by choice first, then for size. */
export function leftOutOfPage(book: CaseBook, placed: PlacedCases, { cases }: PageOptions): string[] {
  const closed = placed.piles.flatMap(({ entries, details }) => entries.slice(details));
  const apart = placed.piles.flatMap(({ entries, details }) => entries.slice(0, details)).filter((entry) => entry.stepsApart);
  const short = apart.length - placed.piles.reduce((sum, { steps }) => sum + steps, 0);
  const differ = closed.filter(({ outcome }) => differs(outcome)).length;
  const unlisted = book.total - book.entries.length;
  return [
    ...chosen(book, placed, cases),
    short > 0 && `${many(short, "case")} ${short === 1 ? "is" : "are"} here with the last steps of the agent only, for size.`,
    closed.length > 0 &&
      `The content of ${many(closed.length, "case")} (${differ === 0 ? "none of them different" : `${count(differ)} of them different`}) is not here, for size: which ones is a matter of chance, and disagreements come first.`,
    unlisted > 0 && `${count(unlisted)} more are not even listed, for size.`,
  ].filter((sentence) => sentence !== false);
}

function chosen({ entries }: CaseBook, { piles }: PlacedCases, cases: PageOptions["cases"]): string[] {
  const others = entries.length - piles.reduce((sum, pile) => sum + pile.entries.length, 0);
  if (cases === "all" || others === 0) return [];
  const without = `the content of ${cases === "none" ? many(others, "case") : many(others, "other case", "other cases")} is not in it`;
  if (cases === "none") return [`This page was drawn with the content of no case: ${without}.`];
  if (cases === "worst") return [`This page was drawn with the content of the cases worth reading first alone: ${without}.`];
  return [`This page was drawn with the content of the cases that differ alone: ${without}.`];
}
