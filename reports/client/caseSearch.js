// @ts-check
import { freshLines, placeOf } from "./caseStore.js";

/** @typedef {import("./caseStore.js").CaseIndex} CaseIndex */

/** Milliseconds of searching before the page gets its turn. */
const TURN = 12;

/** The search that counts: a later one stops those before. */
let latest = 0;

/** Any search that is under way finds nothing more. */
export function stopSearch() {
  latest++;
}

/**
 * What was typed, and the same with the characters that marks such as [U+202E] stand for: a reader looks for what the page shows.
 * @param {string} wanted in small letters
 */
export function spellings(wanted) {
  const meant = wanted.replaceAll(/\[u\+([0-9a-f]{4,6})\]/g, (mark, code) => {
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? mark : String.fromCodePoint(point);
  });
  return meant === wanted ? [wanted] : [wanted, meant.toLowerCase()];
}

/**
 * Looks for words in the text of all cases whose content is in the page, block by block, and never for long at a time. `found` is marked
 * as it goes, one place a case; `said` hears how many cases have been searched. Resolves to false where a later search took over.
 * @param {CaseIndex} index
 * @param {string} wanted in small letters
 * @param {Uint8Array} found
 * @param {(searched: number) => void} said
 */
export async function searchText(index, wanted, found, said) {
  const mine = ++latest;
  const either = spellings(wanted);
  let searched = 0;
  let began = performance.now();
  for (const kind of /** @type {const} */ (["details", "steps"])) {
    for (const [block, cases] of blocksOf(index, kind)) {
      const lines = await freshLines(block);
      for (const [i, line] of cases) {
        if (mine !== latest) return false;
        if (found[i] === 0 && either.some((one) => holds(kind, lines[line] ?? "", one))) found[i] = 1;
        if (kind === "details") searched++;
        if (performance.now() - began < TURN) continue;
        said(searched);
        await new Promise((resolve) => setTimeout(resolve));
        began = performance.now();
      }
    }
  }
  return mine === latest;
}

/**
 * The cases of every block, each with its line.
 * @param {CaseIndex} index
 * @param {import("./caseStore.js").Kind} kind
 */
function blocksOf(index, kind) {
  /** @type {Map<string, [number, number][]>} */
  const blocks = new Map();
  for (let i = 0; i < index.ids.length; i++) {
    const place = placeOf(index, kind, i);
    if (place === undefined) continue;
    const cases = blocks.get(place.block);
    if (cases === undefined) blocks.set(place.block, [[i, place.line]]);
    else cases.push([i, place.line]);
  }
  return blocks;
}

/**
 * Most lines hold nothing of it even as they are written; the others are read, so that no name of a field is taken for a word of the case.
 * @param {import("./caseStore.js").Kind} kind
 * @param {string} line
 * @param {string} wanted
 */
function holds(kind, line, wanted) {
  if (!line.toLowerCase().includes(JSON.stringify(wanted).slice(1, -1))) return false;
  const read = JSON.parse(line);
  return inside(kind === "steps" ? read.map(stepWords) : caseWords(read), wanted);
}

/** @param {any} detail */
function caseWords({ cluster, slices, input, decisions, outcome, attempts }) {
  const answers = attempts.map((/** @type {any} */ { cells, observation }) => [
    cells.map((/** @type {any} */ cell) => cell.because),
    observation.because,
    observation.proposal?.because,
    observation.proposal?.actions,
    observation.breaches,
    stepWords(observation.trace.steps),
  ]);
  return [cluster, slices, input, decisions, outcome, answers];
}

/** @param {any[]} steps */
function stepWords(steps) {
  return steps.map(({ name, args, answer }) => [name, args, answer]);
}

/**
 * @param {unknown} value
 * @param {string} wanted
 * @returns {boolean}
 */
function inside(value, wanted) {
  if (typeof value === "string" || typeof value === "number") return String(value).toLowerCase().includes(wanted);
  return typeof value === "object" && value !== null && Object.values(value).some((part) => inside(part, wanted));
}
