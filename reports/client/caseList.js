// @ts-check
import { caseLink, setListed } from "./caseDialog.js";
import { caseIndex, outcomeWord } from "./caseStore.js";
import { byId, element, text, thousands } from "./dom.js";

const PER_PAGE = 25;

/** @type {number[]} */
let found = [];
let page = 0;

/**
 * Filters all cases and shows the first page of what is left. With one action type chosen, a case is listed by what became
 * of that type in it, as the numbers of the chapters count it; otherwise by its worst disagreement.
 */
async function filter() {
  const index = await caseIndex();
  const type = Number(byId("filter-type").value);
  const side = byId("filter-side").value;
  const wanted = byId("filter-id").value.trim().toLowerCase();
  const shows = shown(index, byId("filter-show").value);
  const holds = index.sets.map(({ acts }) => acts.some(([of, outcome, serious]) => of === type && shows(outcome, serious === 1)));
  found = [];
  for (let i = 0; i < index.ids.length; i++) {
    const proposed = side !== "decided" && holds[/** @type {number} */ (index.proposed[i])];
    const decided = side !== "proposed" && holds[/** @type {number} */ (index.decided[i])];
    if (type < 0 ? !shows(Number(index.outcome[i]), index.serious[i] === "1") : !proposed && !decided) continue;
    if (wanted !== "" && !(/** @type {string} */ (index.ids[i]).toLowerCase().includes(wanted))) continue;
    found.push(i);
  }
  page = 0;
  setListed(found);
  await draw();
}

/**
 * What the choice of an outcome lets through.
 * @param {import("./caseStore.js").CaseIndex} index
 * @param {string} show
 * @returns {(outcome: number, serious: boolean) => boolean}
 */
function shown({ outcomes }, show) {
  if (show === "all") return () => true;
  if (show === "serious") return (_, serious) => serious;
  if (show === "different") return (outcome) => outcomes[outcome]?.differs === true;
  return (outcome) => outcomes[outcome]?.name === show;
}

async function draw() {
  const index = await caseIndex();
  const from = page * PER_PAGE;
  const rows = found.slice(from, from + PER_PAGE).map((i) => row(index, i));
  byId("case-rows").replaceChildren(...rows);
  const to = from + rows.length;
  byId("page-info").textContent =
    found.length === 0
      ? "No case matches these filters."
      : `${thousands(from + 1)} to ${thousands(to)} of ${thousands(found.length)} cases`;
  byId("page-back").disabled = page === 0;
  byId("page-on").disabled = to >= found.length;
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

/** Follows a link of a chapter or a check: the cases of one type. @param {HTMLElement} link */
async function follow(link) {
  byId("filter-type").value = link.dataset["type"];
  byId("filter-side").value = link.dataset["side"];
  byId("filter-show").value = link.dataset["show"];
  byId("filter-id").value = "";
  await filter();
  byId("cases").scrollIntoView();
}

export function startList() {
  byId("cases-browser").hidden = false;
  byId("no-script").hidden = true;
  for (const id of ["filter-type", "filter-side", "filter-show"]) byId(id).addEventListener("change", filter);
  byId("filter-id").addEventListener("input", filter);
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
function turn(by) {
  page += by;
  draw();
}
