// @ts-check
import { byId, element, text } from "./dom.js";

/** @typedef {import("./caseStore.js").CaseIndex} CaseIndex */

const CHOICES = ["filter-type", "filter-side", "filter-show", "filter-sure", "filter-slice", "filter-attempts"];
/** More kinds than these are none to choose from. */
const MOST_SLICES = 60;

/** @param {() => void} changed */
export function startFilters(changed) {
  for (const id of CHOICES) byId(id).addEventListener("change", changed);
}

/**
 * Fills the choice of slices, once; without any it stays away.
 * @param {CaseIndex} index
 */
export function offerSlices({ sliceSets }) {
  const choice = byId("filter-slice");
  const names = [...new Set(sliceSets.flat())].sort();
  if (choice.options.length > 1 || names.length < 2 || names.length > MOST_SLICES) return;
  for (const name of names) choice.append(element("option", { value: name }, text(name)));
  choice.closest("label").hidden = false;
}

/** @param {{ type: string, side: string, show: string }} chosen */
export function setFilters({ type, side, show }) {
  byId("filter-type").value = type;
  byId("filter-side").value = side;
  byId("filter-show").value = show;
  byId("filter-sure").value = "any";
  byId("filter-slice").value = "";
  byId("filter-attempts").checked = false;
  byId("filter-id").value = "";
}

/**
 * The cases that the choices let through. With one action type chosen, a case is listed by what became of that type in it, as the
 * numbers of the chapters count it; otherwise by its worst disagreement.
 * @param {CaseIndex} index
 */
export function chosenCases(index) {
  const type = Number(byId("filter-type").value);
  const side = byId("filter-side").value;
  const shows = shown(index, byId("filter-show").value);
  const sure = sureness(byId("filter-sure").value);
  const slice = byId("filter-slice").value;
  const differing = byId("filter-attempts").checked;
  const holds = index.sets.map(({ acts }) => acts.some(([of, outcome, serious]) => of === type && shows(outcome, serious === 1)));
  const sliced = index.sliceSets.map((names) => names.includes(slice));
  const chosen = [];
  for (let i = 0; i < index.ids.length; i++) {
    const proposed = side !== "decided" && holds[/** @type {number} */ (index.proposed[i])];
    const decided = side !== "proposed" && holds[/** @type {number} */ (index.decided[i])];
    if (type < 0 ? !shows(Number(index.outcome[i]), index.serious[i] === "1") : !proposed && !decided) continue;
    if (differing && index.unstable[i] !== "1") continue;
    if (slice !== "" && !sliced[index.slice[i] ?? -1]) continue;
    if (sure(/** @type {number} */ (index.sure[i]))) chosen.push(i);
  }
  return chosen;
}

/**
 * What the choice of an outcome lets through.
 * @param {CaseIndex} index
 * @param {string} show
 * @returns {(outcome: number, serious: boolean) => boolean}
 */
function shown({ outcomes }, show) {
  if (show === "all") return () => true;
  if (show === "serious") return (_, serious) => serious;
  if (show === "different") return (outcome) => outcomes[outcome]?.differs === true;
  return (outcome) => outcomes[outcome]?.name === show;
}

/**
 * What a range of sureness lets through: percent, from the first number up to below the second; -1 is a case without.
 * @param {string} range
 * @returns {(sure: number) => boolean}
 */
function sureness(range) {
  const [from = 0, to = 0] = range.split(" ").map(Number);
  return range === "any" ? () => true : (sure) => sure >= from && sure < to;
}
