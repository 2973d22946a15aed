import { type Comparator, SAME } from "../action.ts";
import { equal } from "./equal.ts";
import { against } from "./quote.ts";

const QUOTES = "\"'`´“”„‘’‚«»‹›";
// Marks that carry meaning at an end of a value stay: the minus of -5, the point of .5, the sign of 5%.
const OPENING = new Set(`${QUOTES}¿¡`);
const SENTENCE = new Set(".,;:!?…。、");
const QUOTATION = new Set(QUOTES);
const NUMBER_END = /\p{N}$/u;
const STRAIGHT = new Set("\"'`´");
// NFKC makes plain digits of these, which would put them in one number with the digits beside them: raised and lowered signs,
// fractions, circled numbers, and the hours, days and months of East Asian calendars.
const OTHER_NUMBERS = /[\p{No}\u2070-\u208e\u32c0-\u32cb\u3358-\u3370\u33e0-\u33fe]/u;
const BETWEEN_THEM = /[^\p{No}\u2070-\u208e\u32c0-\u32cb\u3358-\u3370\u33e0-\u33fe]+/gu;

/** What `text` overlooks; each is on unless turned off. */
export interface TextOptions {
  /** Compatibility forms of a character (NFKC): full-width letters, ligatures, composed accents. 10² and 1½ stay unlike 102 and 11/2. */
  readonly normalise?: boolean;
  readonly foldCase?: boolean;
  /** Runs of white space count as one space, at the ends as none. */
  readonly collapseSpace?: boolean;
  /**
   * Quotation marks around, and sentence marks after, the whole text. A text of nothing else keeps them. Marks directly after a
   * number stay, unless they close a quotation that begins the text: 6' is not 6", and "6" is 6.
   */
  readonly trimPunctuation?: boolean;
}

/**
 * Texts with the same words: blind, by default, to character forms, case, white space and marks at the ends. The rules are
 * those of Unicode, of no language in particular: a Turkish dotless ı counts as i, and İ as i with a dot above.
 * What is not text is compared exactly.
 */
export function text(options: TextOptions = {}): Comparator {
  const { normalise = true, foldCase = true, collapseSpace = true, trimPunctuation = true } = options;
  const read = (value: string): string => {
    let words = normalise ? normalised(value) : value;
    // Up, then down: so that ß meets SS, and both forms of a final sigma meet.
    if (foldCase) words = words.toUpperCase().toLowerCase();
    // Changing case can leave what a second normalising would change.
    if (foldCase && normalise) words = normalised(words);
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

function normalised(words: string): string {
  if (!OTHER_NUMBERS.test(words)) return words.normalize("NFKC");
  return words.replaceAll(BETWEEN_THEM, (part) => part.normalize("NFKC"));
}

// Walks instead of a pattern: a pattern anchored at the end takes quadratic time on a long run of marks.
function trimMarks(words: string, spacesToo: boolean): string {
  const isSpace = (mark: string): boolean => spacesToo && mark === " ";
  let start = 0;
  while (start < words.length && (OPENING.has(words.charAt(start)) || isSpace(words.charAt(start)))) start++;
  const opened = [...words.slice(0, start)].filter((mark) => QUOTATION.has(mark));
  let end = words.length;
  let closed = 0;
  while (end > start) {
    const mark = words.charAt(end - 1);
    if (SENTENCE.has(mark) || isSpace(mark)) {
      end--;
      continue;
    }
    let run = end;
    while (run > start && QUOTATION.has(words.charAt(run - 1))) run--;
    if (run === end) break;
    const unit = NUMBER_END.test(words.slice(Math.max(start, run - 2), run));
    while (end > run && (!unit || isPair(opened[closed], words.charAt(end - 1)))) {
      closed++;
      end--;
    }
    if (end > run) break;
  }
  return start === end ? words : words.slice(start, end);
}

function isPair(opening: string | undefined, closing: string): boolean {
  return opening === closing || (opening !== undefined && !STRAIGHT.has(opening) && !STRAIGHT.has(closing));
}
