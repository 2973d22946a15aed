// @ts-check
import { byId } from "./dom.js";

/**
 * All cases as columns. `pile` is where a case's content stands: 1 to 3, in blocks of their own; 9 where it was left out for size, 0 where
 * nobody asked for it; `steps` says whether all of its steps are in the page too. `acts` are the action types of one side of a case: the
 * type's place, the outcome's place, and whether it is serious. `kept`: what it is called that a policy handed an act over.
 * @typedef {{ block: Record<Kind, number>, kept: string, outcomes: { name: string, word: string, differs: boolean }[], types: { type: string, title: string }[], failures: Record<string, string>,
 *   sets: { title: string, acts: [number, number, number][] }[], sliceSets: string[][], slice: number[], ids: string[], decided: number[], proposed: number[],
 *   outcome: string, serious: string, unstable: string, pile: string, steps: string, sure: number[] }} CaseIndex
 * @typedef {"details" | "steps"} Kind
 */

/** Blocks that are kept unpacked. */
const KEPT = 8;
export const LEFT_FOR_SIZE = "9";

/** @type {Promise<CaseIndex> | undefined} */
let loading;
/** Each case's place in its pile, among the details and among the steps. @type {Record<Kind, Int32Array>} */
const places = { details: new Int32Array(), steps: new Int32Array() };
/** @type {Map<string, string[]>} */
const blocks = new Map();

/**
 * The index, unpacked once.
 * @returns {Promise<CaseIndex>}
 */
export function caseIndex() {
  loading ??= unpacked("cases-index").then((json) => {
    const began = performance.now();
    /** @type {CaseIndex} */
    const index = JSON.parse(json);
    const holds = (/** @type {number} */ i) => index.pile[i] !== "0" && index.pile[i] !== LEFT_FOR_SIZE;
    places.details = placesOf(index, holds);
    places.steps = placesOf(index, (i) => index.steps[i] === "1");
    performance.measure("earnest:index", { start: began });
    return index;
  });
  return loading;
}

/**
 * @param {CaseIndex} index
 * @param {(i: number) => boolean} holds
 */
function placesOf(index, holds) {
  /** @type {Record<string, number>} */
  const next = {};
  return Int32Array.from(index.ids, (_, i) => {
    if (!holds(i)) return -1;
    const pile = index.pile[i] ?? "";
    next[pile] = (next[pile] ?? 0) + 1;
    return next[pile] - 1;
  });
}

/**
 * One case's content, with all of its steps where they are in the page; undefined where it is not.
 * @param {number} i
 */
export async function caseDetail(i) {
  const line = await lineOf("details", i);
  if (line === undefined) return undefined;
  const detail = JSON.parse(line);
  const steps = await lineOf("steps", i);
  if (steps === undefined) return detail;
  JSON.parse(steps).forEach((/** @type {any[]} */ all, /** @type {number} */ n) => {
    detail.attempts[n].observation.trace.steps = all;
  });
  return detail;
}

/**
 * The block in which a line about a case stands, and where in it; undefined where none is in the page.
 * @param {CaseIndex} index
 * @param {Kind} kind
 * @param {number} i
 */
export function placeOf(index, kind, i) {
  const place = places[kind][i] ?? -1;
  if (place < 0) return undefined;
  const size = index.block[kind];
  return { block: `${kind[0]}${Number(index.pile[i]) - 1}-${Math.floor(place / size)}`, line: place % size };
}

/**
 * @param {Kind} kind
 * @param {number} i
 */
async function lineOf(kind, i) {
  const place = placeOf(await caseIndex(), kind, i);
  return place === undefined ? undefined : (await linesOf(place.block))[place.line];
}

/** @param {string} block */
async function linesOf(block) {
  let lines = blocks.get(block);
  if (lines === undefined) {
    lines = await freshLines(block);
    const [oldest] = blocks.keys();
    if (blocks.size >= KEPT && oldest !== undefined) blocks.delete(oldest);
    blocks.set(block, lines);
  }
  return lines;
}

/**
 * A block's lines without keeping them: who reads all blocks would drive out those that were opened.
 * @param {string} block
 */
export async function freshLines(block) {
  return (await unpacked(block)).split("\n");
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
