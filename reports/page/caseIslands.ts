import { gzipSync } from "node:zlib";
import { type CaseBook, type Judgement, OUTCOMES } from "earnest";
import { differs, labelNames, OUTCOME_WORDS } from "../view/words.ts";

/** A block of compressed text inside the page. */
export interface Island {
  readonly id: string;
  readonly base64: string;
}

/** Details in one block; opening a case unpacks one block. */
const CHUNK = 100;
const LEVEL = 6;

/**
 * Everything the case browser needs: an index of all cases as columns, and their details in blocks of JSON lines.
 * Compressed and in base64, so nothing in it can be taken for markup.
 */
export function caseIslands(judgement: Judgement, book: CaseBook): Island[] {
  const details = book.entries.flatMap(({ detail }) => (detail === null ? [] : [detail]));
  const islands = [island("cases-index", JSON.stringify(indexOf(judgement, book)))];
  for (let from = 0; from < details.length; from += CHUNK) {
    islands.push(island(`c${from / CHUNK}`, details.slice(from, from + CHUNK).join("\n")));
  }
  return islands;
}

function island(id: string, text: string): Island {
  return { id, base64: gzipSync(text, { level: LEVEL }).toString("base64") };
}

/** Columns of equal length; flags and outcomes as one digit per case, sets of types as places in a table. */
function indexOf(judgement: Judgement, { entries }: CaseBook) {
  const sets = new Map<string, number>();
  const setOf = (text: string) => {
    const known = sets.get(text);
    if (known !== undefined) return known;
    sets.set(text, sets.size);
    return sets.size - 1;
  };
  const digits = (digit: (entry: CaseBook["entries"][number]) => number | boolean) =>
    entries.map((entry) => Number(digit(entry))).join("");
  const name = labelNames(judgement);
  const types = new Map(judgement.types.map(({ type }, i) => [type, i]));
  const decided = entries.map((entry) => setOf(entry.decided));
  const proposed = entries.map((entry) => setOf(entry.proposed));
  return {
    chunk: CHUNK,
    outcomes: OUTCOMES.map((outcome) => ({ name: outcome, word: OUTCOME_WORDS[outcome].word, differs: differs(outcome) })),
    types: judgement.types.map(({ type, title }) => ({ type, title })),
    sets: [...sets.keys()].map((text) => setView(text, types, name)),
    ids: entries.map(({ id }) => id),
    decided,
    proposed,
    outcome: digits(({ outcome }) => OUTCOMES.indexOf(outcome)),
    serious: digits(({ serious }) => serious),
    unstable: digits(({ unstable }) => unstable),
    open: digits(({ detail }) => detail !== null),
    sure: entries.map(({ confidence }) =>
      confidence === null ? -1 : Math.min(confidence < 1 ? 99 : 100, Math.round(confidence * 100)),
    ),
  };
}

/** A set of actions as the list shows it. A set is its types joined by ", ", and a type may hold that itself. */
function setView(text: string, types: ReadonlyMap<string, number>, name: (label: string) => string) {
  const labels = types.has(text) ? [text] : text.split(", ");
  const times = Map.groupBy(labels, (label) => label);
  const titles = [...times].map(([label, { length }]) => (length === 1 ? name(label) : `${name(label)} × ${length}`));
  return { title: titles.join(", "), types: [...times.keys()].flatMap((label) => types.get(label) ?? []) };
}
