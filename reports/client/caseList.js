// @ts-check
import { caseLink, setList } from "./caseDialog.js";
import { chosenCases, offerSlices, setFilters, startFilters } from "./caseFilters.js";
import { searchText, spellings, stopSearch } from "./caseSearch.js";
import { caseIndex, outcomeWord } from "./caseStore.js";
import { byId, element, text, thousands } from "./dom.js";

const PER_PAGE = 25;
/** Milliseconds without a key before the texts are searched, and between two looks at what was found so far. */
const PAUSE = 150;

/** @type {number[]} */
let found = [];
let page = 0;
/** The words that were looked for, and the cases whose text holds them. @type {{ wanted: string, inText: Uint8Array }} */
let searched = { wanted: "", inText: new Uint8Array() };

/** Shows the first page of the cases that the filters let through and that hold what is looked for. */
async function filter() {
  const index = await caseIndex();
  offerSlices(index);
  list(index);
  page = 0;
  draw(index);
  count();
}

/** @param {import("./caseStore.js").CaseIndex} index */
function list(index) {
  const began = performance.now();
  const wanted = byId("filter-id").value.trim().toLowerCase();
  const { inText } = searched;
  const spelt = spellings(wanted);
  const chosen = chosenCases(index);
  found =
    wanted === ""
      ? chosen
      : chosen.filter((i) => inText[i] === 1 || spelt.some((one) => index.ids[i]?.toLowerCase().includes(one)));
  setList(found, showRow);
  performance.measure("earnest:filter", { start: began });
}

/** Numbers are searched at once, texts when the typing stops. */
async function search() {
  stopSearch();
  const index = await caseIndex();
  const wanted = byId("filter-id").value.trim().toLowerCase();
  if (wanted === searched.wanted) return;
  searched = { wanted, inText: new Uint8Array(index.ids.length) };
  sayProgress("");
  await filter();
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  if (wanted === "" || wanted !== searched.wanted) return;
  const inPage = [...index.pile].filter((pile) => pile !== "0" && pile !== "9").length;
  const rest = index.ids.length - inPage;
  const unsearched =
    rest === 0 ? "" : ` The text of ${thousands(rest)} more is not in this page and is not searched; their numbers are.`;
  let looked = performance.now();
  const finished = await searchText(index, wanted, searched.inText, (done) => {
    sayProgress(`Text of ${thousands(done)} of ${thousands(inPage)} cases searched so far.${unsearched}`);
    if (performance.now() - looked < PAUSE) return;
    list(index);
    draw(index);
    looked = performance.now();
  });
  if (!finished) return;
  list(index);
  draw(index);
  count();
  sayProgress(`Text of ${inPage === 1 ? "1 case" : `${thousands(inPage)} cases`} searched.${unsearched}`);
}

/** Not announced: it changes too often. @param {string} said */
function sayProgress(said) {
  byId("search-info").textContent = said;
}

/** @param {import("./caseStore.js").CaseIndex} index */
function draw(index) {
  const from = page * PER_PAGE;
  const rows = found.slice(from, from + PER_PAGE).map((i) => row(index, i));
  byId("case-rows").replaceChildren(...rows);
  byId("page-back").disabled = page === 0;
  byId("page-on").disabled = from + rows.length >= found.length;
}

/** Says what the list shows; announced. */
function count() {
  const from = page * PER_PAGE;
  const to = Math.min(found.length, from + PER_PAGE);
  byId("page-info").textContent =
    found.length === 0
      ? "No case matches these filters."
      : `${thousands(from + 1)} to ${thousands(to)} of ${found.length === 1 ? "1 case" : `${thousands(found.length)} cases`}`;
}

/**
 * @param {import("./caseStore.js").CaseIndex} index
 * @param {number} i
 */
function row(index, i) {
  const id = /** @type {string} */ (index.ids[i]);
  const marks = [index.serious[i] === "1" && "serious", index.unstable[i] === "1" && "attempts differ"].filter(
    (mark) => mark !== false,
  );
  const sure = index.sure[i] ?? -1;
  return element(
    "tr",
    {},
    element("td", {}, element("a", { href: caseLink(id) }, text(id))),
    element("td", {}, text(index.sets[index.proposed[i] ?? -1]?.title ?? "")),
    element("td", {}, text(index.sets[index.decided[i] ?? -1]?.title ?? "")),
    element("td", {}, outcomeWord(index, i), ...marks.flatMap((mark) => [" ", element("span", { class: "sev" }, mark)])),
    element("td", {}, sure < 0 ? "" : `${sure}%`),
  );
}

/** Brings the row of a case into the list and the focus to it. @param {number} i */
async function showRow(i) {
  const place = found.indexOf(i);
  if (place < 0) return;
  if (Math.floor(place / PER_PAGE) !== page) await turn(Math.floor(place / PER_PAGE) - page);
  byId("case-rows").rows[place % PER_PAGE]?.querySelector("a")?.focus();
}

/** Follows a link of a chapter or a check: the cases of one type. @param {HTMLElement} link */
async function follow({ dataset }) {
  setFilters({ type: dataset["type"] ?? "-1", side: dataset["side"] ?? "either", show: dataset["show"] ?? "all" });
  await search();
  await filter();
  byId("cases").scrollIntoView();
}

export function startList() {
  byId("cases-browser").hidden = false;
  byId("no-script").hidden = true;
  startFilters(filter);
  byId("filter-id").addEventListener("input", search);
  byId("page-back").addEventListener("click", () => turn(-1));
  byId("page-on").addEventListener("click", () => turn(1));
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-show]"))) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      follow(link);
    });
  }
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      filter();
    },
    { rootMargin: "800px" },
  );
  near.observe(byId("cases"));
}

/** @param {number} by */
async function turn(by) {
  page += by;
  draw(await caseIndex());
  count();
}
