import type { CaseBook, Judgement } from "earnest";
import { assetsOf } from "./page/assets.ts";
import { caseIslands } from "./page/caseIslands.ts";
import { drawnRecord } from "./page/drawnRecord.ts";
import { pageMargins } from "./page/pageMargins.ts";
import { type PlacedCases, placedCases } from "./page/placedCases.ts";
import { VERSION } from "./page/version.ts";
import { PAGE_OPTIONS, type PageOptions } from "./pageOptions.ts";
import { plainData } from "./plain.ts";
import { renderPage } from "./templates.ts";
import { answerView } from "./view/answer.ts";
import { attemptsView } from "./view/attempts.ts";
import { casesView } from "./view/cases.ts";
import { changeView } from "./view/change.ts";
import { chaptersView } from "./view/chapters.ts";
import { checksView } from "./view/checks.ts";
import { drillsView } from "./view/drills.ts";
import { failuresView } from "./view/failures.ts";
import { focusOn, inFocusFirst } from "./view/focus.ts";
import { glossaryView } from "./view/glossary.ts";
import { historyView } from "./view/history.ts";
import { judgeModelView } from "./view/judgeModel.ts";
import { ladderView } from "./view/ladder.ts";
import { leftOutView } from "./view/leftOut.ts";
import { limitsView } from "./view/limits.ts";
import { matrixView } from "./view/matrix.ts";
import { peopleView } from "./view/people.ts";
import { provenanceView } from "./view/provenance.ts";
import { reviewedView } from "./view/reviewed.ts";
import { ribbonSays } from "./view/ribbon.ts";
import { signoffView } from "./view/signoff.ts";
import { tookView } from "./view/took.ts";
import { typeViews } from "./view/typeView.ts";
import { watchedView } from "./view/watched.ts";
import { moment } from "./view/words.ts";

/** The sections in reading order; `parts` are sections within one, each with an id of its own. Ids are deep links and stay. */
const SECTIONS: readonly Section[] = [
  { id: "answer", title: "The answer", short: "Answer" },
  { id: "change", title: "What would change these answers", short: "Changes" },
  {
    id: "checks",
    title: "The gate, check by check",
    short: "Checks",
    parts: [{ id: "ladder", title: "The ladder, and where each action type stands" }],
  },
  {
    id: "types",
    title: "By action type",
    short: "Action types",
    parts: [
      { id: "attempts", title: "The same case again" },
      { id: "failures", title: "Where the agent gave nothing usable" },
    ],
  },
  { id: "matrix", title: "Who chose what", short: "Who chose what" },
  { id: "drills", title: "Undo drills", short: "Undo drills" },
  { id: "history", title: "Night by night", short: "Nights" },
  {
    id: "people",
    title: "People as the yardstick",
    short: "People",
    parts: [
      { id: "reviewed", title: "Who was right where they differ" },
      { id: "left-out", title: "From the records to the cases that were judged" },
      { id: "judge", title: "The model judge, and who checked it" },
    ],
  },
  { id: "limits", title: "What this report cannot tell you", short: "Limits" },
  { id: "cases", title: "Cases", short: "Cases" },
  {
    id: "provenance",
    title: "Where it comes from, and how to check it",
    short: "Origin",
    parts: [
      { id: "watched", title: "How it was watched" },
      { id: "took", title: "What the model calls took" },
    ],
  },
  { id: "signoff", title: "Sign-off", short: "Sign-off" },
  { id: "glossary", title: "Words", short: "Words" },
];

interface Part {
  readonly id: string;
  readonly title: string;
}

interface Section extends Part {
  readonly short: string;
  readonly parts?: readonly Part[];
}

/** A page, and which cases it holds. */
export interface DrawnReport {
  readonly html: string;
  readonly placed: PlacedCases;
}

/** The gate report as one HTML file that needs nothing but itself. Pure: same judgement, cases and options, same bytes. */
export function gateReport(judgement: Judgement, book: CaseBook, options: PageOptions = PAGE_OPTIONS): string {
  return drawnReport(judgement, book, options).html;
}

/** The same, with the cases that found room: what the rest of the page leaves of the size that it should keep to. */
export function drawnReport(judgement: Judgement, book: CaseBook, options: PageOptions): DrawnReport {
  const view = viewOf(judgement, options);
  const assets = assetsOf(options.fonts, pageMargins(view.document, VERSION));
  const draw = (placed: PlacedCases) =>
    renderPage({
      ...plainData({ ...view, cases: casesView(judgement, book, placed, options) }),
      assets,
      drawn: drawnRecord(judgement, view.title, options),
      islands: caseIslands(judgement, book, placed),
    });
  const bare = Buffer.byteLength(draw(placedCases(book, options.cases, 0)));
  const placed = placedCases(book, options.cases, options.megabytes * 1e6 - bare - SLACK);
  return { html: draw(placed), placed };
}

/** Bytes by which the index of cases and the sentences about them may grow with what is placed. */
const SLACK = 30_000;

function viewOf(judgement: Judgement, options: PageOptions) {
  const all = typeViews(judgement);
  const focus = focusOn(all, options.focus);
  const types = inFocusFirst(all, focus);
  const judge = judgeModelView(types.map(({ title, judged }) => ({ title, judge: judged.judge })));
  // Most suites ask no model judge, and their reports say nothing of one; so with failures and model calls.
  const optional: Readonly<Record<string, object | null>> = {
    judge,
    failures: failuresView(judgement),
    took: tookView(judgement),
  };
  const sections = SECTIONS.map((section, i) => ({ ...section, number: String(i + 1) }));
  const named = sections.flatMap(({ parts = [], ...section }) => [section, ...parts]);
  return {
    title: focus?.headline ?? judgement.headline,
    ribbon: ribbonSays(judgement, options),
    document: `Gate report ${judgement.run.id}, ${moment(judgement.run.startedAt)}`,
    version: VERSION,
    sections,
    section: Object.fromEntries(named.map((section) => [section.id.replace("-", ""), section])),
    answer: answerView(judgement, types, focus),
    change: changeView(judgement, types),
    checks: checksView(types),
    types: chaptersView(judgement, types),
    ladder: ladderView(judgement, types),
    ...optional,
    watched: watchedView(judgement),
    matrix: matrixView(judgement),
    drills: drillsView(judgement, types),
    history: historyView(judgement, types),
    people: peopleView(judgement, judgement.people, types),
    attempts: attemptsView(judgement, judgement.attempts, types),
    reviewed: reviewedView(judgement, types),
    leftOut: leftOutView(judgement),
    limits: limitsView(judgement),
    provenance: provenanceView(judgement),
    signoff: signoffView(judgement, types, sections),
    glossary: glossaryView(judgement),
  };
}
