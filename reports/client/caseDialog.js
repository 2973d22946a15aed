// @ts-check

import { detailNodes } from "./caseDetail.js";
import { caseDetail, caseIndex } from "./caseStore.js";
import { byId, element, text } from "./dom.js";

const LINK = "#case=";

const dialog = byId("case-dialog");
/** The case that is open, and the list it was opened from. */
let current = -1;
/** @type {number[]} */
let listed = [];

/** @param {number[]} cases */
export function setListed(cases) {
  listed = cases;
}

/**
 * The address of a case; an id may hold anything, a link only what a link may hold.
 * @param {string} id
 */
export function caseLink(id) {
  return LINK + encodeURIComponent(id.toWellFormed());
}

/** @param {number} i */
async function openCase(i) {
  const index = await caseIndex();
  const detail = await caseDetail(i);
  const id = /** @type {string} */ (index.ids[i]);
  current = i;
  byId("case-title").replaceChildren("Case ", text(id));
  byId("case-body").replaceChildren(...(detail === undefined ? closedNodes(id) : detailNodes(index, i, detail)));
  if (!dialog.open) dialog.showModal();
  byId("case-title").focus();
  dialog.scrollTop = 0;
  if (location.hash !== caseLink(id)) history.replaceState(null, "", caseLink(id));
}

/**
 * @param {string} id
 */
function closedNodes(id) {
  const quoted = /^[\w.:/-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
  return [
    element(
      "p",
      {},
      "The content of this case was left out of the page, for size. It is in the run’s ledger; to see it, with RUN for the folder of the run:",
    ),
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

/** Opens the case that the address names, if it names one. */
export async function openLinked() {
  if (!location.hash.startsWith(LINK)) return;
  const { ids } = await caseIndex();
  const wanted = location.hash;
  await openKnown(ids.findIndex((id) => caseLink(id) === wanted));
}

export function startDialog() {
  byId("case-back").addEventListener("click", () => step(-1));
  byId("case-on").addEventListener("click", () => step(1));
  byId("case-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (location.hash.startsWith(LINK)) history.replaceState(null, "", "#cases");
  });
  dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "ArrowRight") step(1);
    if (event.key === "k" || event.key === "ArrowLeft") step(-1);
  });
  addEventListener("hashchange", openLinked);
}
