import { type CaseBook, type CaseEntry, type Judgement, OUTCOMES, shorten } from "earnest";
import { actWord, differs, FAILURE_WORDS, labelNames, OUTCOME_WORDS } from "../view/words.ts";
import { BLOCK, type Island, island, type PlacedCases } from "./placedCases.ts";

/** Characters of one side of a case in the list. */
const TEXT = 300;
/** Where the content of a case stands that is in no pile: it was not asked for, or left out for size. */
const NOWHERE = { unasked: 0, size: 9 } as const;
/** More sets of slices than these are no kinds of cases, and nobody chooses among them. */
const SLICES = 1_000;

type Side = CaseEntry["proposed"];

/** Everything the case browser needs: an index of all cases as columns, and the content of those that have a place in the page. */
export function caseIslands(judgement: Judgement, book: CaseBook, placed: PlacedCases): Island[] {
  return [indexIsland(judgement, book, placed), ...placed.islands];
}

/** Columns of equal length; flags and outcomes as one digit per case, sets of types as places in a table. */
function indexIsland(judgement: Judgement, { entries }: CaseBook, placed: PlacedCases): Island {
  const name = labelNames(judgement);
  const types = new Map(judgement.types.map(({ type }, i) => [type, i]));
  const places = new Map<string, number>();
  const sets: ReturnType<typeof setView>[] = [];
  const known = new Map<Side, number>();
  const placeOf = (side: Side) => {
    const before = known.get(side);
    if (before !== undefined) return before;
    const key = JSON.stringify(side);
    const place = places.get(key) ?? sets.push(setView(side, types, name)) - 1;
    places.set(key, place);
    known.set(side, place);
    return place;
  };
  const digits = (digit: (entry: CaseEntry) => number | boolean) => entries.map((entry) => Number(digit(entry))).join("");
  const pileOf = new Map(
    placed.piles.flatMap(({ entries: those, details }, n) =>
      those.map((entry, i) => [entry, entry.detail !== null && i < details ? n + 1 : NOWHERE.size] as const),
    ),
  );
  const traced = new Set(placed.piles.flatMap((pile) => pile.traced.slice(0, pile.steps)));
  const decided = entries.map((entry) => placeOf(entry.decided));
  const proposed = entries.map((entry) => placeOf(entry.proposed));
  const index = {
    block: BLOCK,
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
    pile: digits((entry) => pileOf.get(entry) ?? NOWHERE.unasked),
    steps: digits((entry) => traced.has(entry)),
    ...slicesOf(entries),
    sure: entries.map(({ confidence }) =>
      confidence === null ? -1 : Math.min(confidence < 1 ? 99 : 100, Math.round(confidence * 100)),
    ),
  };
  return island("cases-index", JSON.stringify(index));
}

/** Each different set of slices once, as the words to choose from, and each case's place among them. */
function slicesOf(entries: readonly CaseEntry[]): { readonly sliceSets: readonly string[][]; readonly slice: readonly number[] } {
  const places = new Map<CaseEntry["slices"], number>();
  const slice = entries.map(({ slices }) => {
    const place = places.get(slices) ?? places.size;
    places.set(slices, place);
    return place;
  });
  if (places.size > SLICES) return { sliceSets: [], slice: [] };
  return {
    sliceSets: [...places.keys()].map((slices) =>
      Object.entries(slices).map(([name, value]) => `${name}: ${shorten(value, TEXT)}`),
    ),
    slice,
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
