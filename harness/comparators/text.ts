import { type Comparator, SAME } from "../action.ts";
import { equal } from "./equal.ts";
import { against } from "./quote.ts";

const QUOTES = "\"'`´“”„‘’‚«»‹›";
// Marks that carry meaning at an end of a value stay: the minus of -5, the point of .5, the sign of 5%.
const OPENING = new Set(`${QUOTES}¿¡`);
const CLOSING = new Set(`${QUOTES}.,;:!?…。、`);

/** What `text` overlooks; each is on unless turned off. */
export interface TextOptions {
  /** Compatibility forms of a character (NFKC): full-width letters, ligatures, composed accents. */
  readonly normalise?: boolean;
  readonly foldCase?: boolean;
  /** Runs of white space count as one space, at the ends as none. */
  readonly collapseSpace?: boolean;
  /** Quotation marks around, and sentence marks after, the whole text. A text of nothing else keeps them. */
  readonly trimPunctuation?: boolean;
}

/**
 * Texts with the same words: blind, by default, to character forms, case, white space and marks at the ends. The rules are
 * those of Unicode, of no language in particular. What is not text is compared exactly.
 */
export function text(options: TextOptions = {}): Comparator {
  const { normalise = true, foldCase = true, collapseSpace = true, trimPunctuation = true } = options;
  const read = (value: string): string => {
    let words = normalise ? value.normalize("NFKC") : value;
    // Up, then down: so that ß meets SS, and both forms of a final sigma meet.
    if (foldCase) words = words.toUpperCase().toLowerCase();
    // Changing case can leave what a second normalising would change.
    if (foldCase && normalise) words = words.normalize("NFKC");
    if (collapseSpace) words = words.replaceAll(/\s+/g, " ").trim();
    return trimPunctuation ? trimMarks(words, collapseSpace) : words;
  };
  return {
    name: "text",
    version: "1",
    params: { normalise, foldCase, collapseSpace, trimPunctuation },
    compare(decided, proposed) {
      if (equal(decided, proposed)) return SAME;
      if (typeof decided === "string" && typeof proposed === "string" && read(decided) === read(proposed)) return SAME;
      return { verdict: "different", because: against(decided, proposed) };
    },
  };
}

// Two walks instead of a pattern: a pattern anchored at the end takes quadratic time on a long run of marks.
function trimMarks(words: string, spacesToo: boolean): string {
  const trims = (marks: ReadonlySet<string>, mark: string): boolean => marks.has(mark) || (spacesToo && mark === " ");
  let start = 0;
  let end = words.length;
  while (start < end && trims(OPENING, words.charAt(start))) start++;
  while (end > start && trims(CLOSING, words.charAt(end - 1))) end--;
  return start === end ? words : words.slice(start, end);
}
