import { gzipSync } from "node:zlib";
import { type CaseBook, type CaseEntry, type Judgement, OUTCOMES, shorten } from "earnest";
import { actWord, differs, FAILURE_WORDS, labelNames, OUTCOME_WORDS } from "../view/words.ts";

/** A block of compressed text inside the page. */
export interface Island {
  readonly id: string;
  readonly base64: string;
}

/** Details in one block; opening a case unpacks one block. */
const CHUNK = 100;
const LEVEL = 6;
/** Characters of one side of a case in the list. */
const TEXT = 300;

type Side = CaseEntry["proposed"];

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
  const name = labelNames(judgement);
  const types = new Map(judgement.types.map(({ type }, i) => [type, i]));
  const places = new Map<string, number>();
  const sets: ReturnType<typeof setView>[] = [];
  const placeOf = (side: Side) => {
    const key = JSON.stringify(side);
    const place = places.get(key) ?? sets.push(setView(side, types, name)) - 1;
    places.set(key, place);
    return place;
  };
  const digits = (digit: (entry: CaseEntry) => number | boolean) => entries.map((entry) => Number(digit(entry))).join("");
  const decided = entries.map((entry) => placeOf(entry.decided));
  const proposed = entries.map((entry) => placeOf(entry.proposed));
  return {
    chunk: CHUNK,
    outcomes: OUTCOMES.map((outcome) => ({ name: outcome, word: OUTCOME_WORDS[outcome].word, differs: differs(outcome) })),
    kept: actWord("escalated"),
    failures: Object.fromEntries(Object.entries(FAILURE_WORDS).map(([code, { word }]) => [code, word])),
    types: judgement.types.map(({ type }) => ({ type, title: name(type) })),
    sets,
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

/** One side of a case as the list shows it, and its types as the filters know them: place, outcome, serious. */
function setView(side: Side, types: ReadonlyMap<string, number>, name: (label: string) => string) {
  const titles = side.map(({ type, n }) => (n === 1 ? name(type) : `${name(type)} × ${n}`));
  const acts = side.flatMap(({ type, outcome, serious }) => {
    const place = types.get(type);
    return place === undefined ? [] : [[place, OUTCOMES.indexOf(outcome), Number(serious)] as const];
  });
  return { title: shorten(titles.join(", "), TEXT), acts };
}
