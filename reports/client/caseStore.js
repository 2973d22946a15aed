// @ts-check
import { byId } from "./dom.js";

/**
 * All cases as columns; `open` says whether a case's content is in the page. `acts` are the action types of one side of
 * a case: the type's place, the outcome's place, and whether it is serious. `kept`: what it is called that a policy handed an act over.
 * @typedef {{ chunk: number, kept: string, outcomes: { name: string, word: string, differs: boolean }[], types: { type: string, title: string }[], failures: Record<string, string>,
 *   sets: { title: string, acts: [number, number, number][] }[], ids: string[], decided: number[], proposed: number[], outcome: string,
 *   serious: string, unstable: string, open: string, sure: number[] }} CaseIndex
 */

/** Blocks of details that are kept unpacked. */
const KEPT = 6;

/** @type {Promise<CaseIndex> | undefined} */
let loading;
/** Each case's place among those whose content is in the page. @type {Int32Array} */
let places = new Int32Array();
/** @type {Map<number, string[]>} */
const blocks = new Map();

/**
 * The index, unpacked once.
 * @returns {Promise<CaseIndex>}
 */
export function caseIndex() {
  loading ??= unpacked("cases-index").then((json) => {
    /** @type {CaseIndex} */
    const index = JSON.parse(json);
    places = new Int32Array(index.ids.length);
    let place = 0;
    for (let i = 0; i < places.length; i++) places[i] = index.open[i] === "1" ? place++ : -1;
    return index;
  });
  return loading;
}

/**
 * One case's content, or undefined where it was left out for size.
 * @param {number} i
 */
export async function caseDetail(i) {
  const { chunk } = await caseIndex();
  const place = places[i] ?? -1;
  if (place < 0) return undefined;
  const block = Math.floor(place / chunk);
  let lines = blocks.get(block);
  if (lines === undefined) {
    lines = (await unpacked(`c${block}`)).split("\n");
    const [oldest] = blocks.keys();
    if (blocks.size >= KEPT && oldest !== undefined) blocks.delete(oldest);
    blocks.set(block, lines);
  }
  return JSON.parse(/** @type {string} */ (lines[place - block * chunk]));
}

/** @param {string} id */
async function unpacked(id) {
  const packed = Uint8Array.from(atob(byId(id).textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/**
 * What the list calls what became of a case: an act that was proposed and is handed over was kept back by its policy.
 * @param {CaseIndex} index
 * @param {number} i
 */
export function outcomeWord(index, i) {
  const place = Number(index.outcome[i]);
  const outcome = index.outcomes[place];
  const acts = index.sets[index.proposed[i] ?? -1]?.acts ?? [];
  const kept = outcome?.name === "escalated" && acts.some(([, of]) => of === place);
  return kept ? index.kept : (outcome?.word ?? "");
}
