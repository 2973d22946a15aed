// @ts-check

import { detailNodes } from "./caseDetail.js";
import { caseDetail, caseIndex, LEFT_FOR_SIZE } from "./caseStore.js";
import { byId, element, text } from "./dom.js";

const LINK = "#case=";

const dialog = byId("case-dialog");
/** The case that is open, and the list it was opened from. */
let current = -1;
/** @type {number[]} */
let listed = [];
/** @type {(i: number) => void} */
let bringRow = () => undefined;
/** Was the case opened from its row? Then the focus goes back to the row of the case that was read last. */
let fromList = false;
/** Did opening the case make the entry of the history that is shown? Then closing it goes back. */
let entered = false;

/**
 * @param {number[]} cases
 * @param {(i: number) => void} show brings a case's row into view
 */
export function setList(cases, show) {
  listed = cases;
  bringRow = show;
}

/**
 * The address of a case; an id may hold anything, a link only what a link may hold.
 * @param {string} id
 */
export function caseLink(id) {
  return LINK + encodeURIComponent(id.toWellFormed());
}

/** The id in the address; undefined where it was broken on its way. */
function linkedId() {
  try {
    return decodeURIComponent(location.hash.slice(LINK.length));
  } catch {
    // A percent sign with no byte behind it names nothing.
    return undefined;
  }
}

function sayUnknown() {
  current = -1;
  byId("case-title").replaceChildren("No such case");
  const ask = "Check the link, or find the case in the list.";
  byId("case-body").replaceChildren(element("p", {}, `No case of this name is in this report. ${ask}`));
  byId("case-back").disabled = true;
  byId("case-on").disabled = true;
  if (!dialog.open) dialog.showModal();
  byId("case-title").focus();
}

/** @param {number} i */
async function openCase(i) {
  const began = performance.now();
  const index = await caseIndex();
  const detail = await caseDetail(i);
  const id = /** @type {string} */ (index.ids[i]);
  current = i;
  byId("case-title").replaceChildren("Case ", text(id));
  byId("case-body").replaceChildren(...(detail === undefined ? closedNodes(index, i) : detailNodes(index, i, detail)));
  byId("case-copied").textContent = "";
  byId("case-copy").textContent = "Copy link";
  const place = listed.indexOf(i);
  byId("case-back").disabled = place >= 0 ? place === 0 : i === 0;
  byId("case-on").disabled = place >= 0 ? place === listed.length - 1 : i === index.ids.length - 1;
  if (!dialog.open) {
    fromList = byId("case-rows").contains(document.activeElement);
    dialog.showModal();
  }
  byId("case-title").focus();
  dialog.scrollTop = 0;
  if (linkedId() !== id.toWellFormed()) history.replaceState(null, "", caseLink(id));
  performance.measure("earnest:case", { start: began });
}

/**
 * @param {import("./caseStore.js").CaseIndex} index
 * @param {number} i
 */
function closedNodes(index, i) {
  const id = /** @type {string} */ (index.ids[i]);
  const quoted = /^[\w.:/-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
  const why = index.pile[i] === LEFT_FOR_SIZE ? "was left out of the page, for size" : "was not to be in this page";
  const how = "It is in the run’s ledger; to see it, with RUN for the folder of the run:";
  return [
    element("p", {}, `The content of this case ${why}. ${how}`),
    element("pre", {}, element("code", {}, text(`earnest case RUN ${quoted}`))),
  ];
}

/** @param {number} by */
function step(by) {
  const place = listed.indexOf(current);
  const next = place < 0 ? current + by : listed[place + by];
  if (next !== undefined) openKnown(next);
}

/** @param {number} i */
async function openKnown(i) {
  const { ids } = await caseIndex();
  if (i >= 0 && i < ids.length) await openCase(i);
}

/** Opens the case that the address names; where it names none, as after going back, none is open. */
export async function openLinked() {
  if (!location.hash.startsWith(LINK)) {
    entered = false;
    if (dialog.open) dialog.close();
    else focusRow();
    return;
  }
  const { ids } = await caseIndex();
  // What a link goes through writes it in another way, so what it says is compared.
  const wanted = linkedId();
  const i = ids.findIndex((id) => id.toWellFormed() === wanted);
  if (i < 0) sayUnknown();
  else await openCase(i);
}

/** The address loses its case; going back to one takes the focus along, so the row gets it only then. */
function closed() {
  const back = entered && location.hash.startsWith(LINK);
  entered = false;
  if (back) history.back();
  else if (location.hash.startsWith(LINK)) history.replaceState(null, "", "#cases");
  if (!back) focusRow();
}

function focusRow() {
  if (fromList && current >= 0) bringRow(current);
  fromList = false;
}

export function startDialog() {
  byId("case-back").addEventListener("click", () => step(-1));
  byId("case-on").addEventListener("click", () => step(1));
  byId("case-close").addEventListener("click", () => dialog.close());
  const copy = byId("case-copy");
  copy.hidden = navigator.clipboard === undefined;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    copy.textContent = "Copied";
    byId("case-copied").textContent = "The link to this case is copied";
  });
  dialog.addEventListener("close", closed);
  dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (current < 0) return;
    if (event.key === "j" || event.key === "ArrowRight") step(1);
    if (event.key === "k" || event.key === "ArrowLeft") step(-1);
  });
  addEventListener("hashchange", ({ oldURL }) => {
    if (!new URL(oldURL).hash.startsWith(LINK) && location.hash.startsWith(LINK)) entered = true;
    openLinked();
  });
}
