import type { CaseBook, Judgement } from "earnest";
import { assets } from "./page/assets.ts";
import { caseIslands } from "./page/caseIslands.ts";
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
import { glossaryView } from "./view/glossary.ts";
import { judgeModelView } from "./view/judgeModel.ts";
import { ladderView } from "./view/ladder.ts";
import { leftOutView } from "./view/leftOut.ts";
import { matrixView } from "./view/matrix.ts";
import { peopleView } from "./view/people.ts";
import { provenanceView } from "./view/provenance.ts";
import { tookView } from "./view/took.ts";
import { typeViews } from "./view/typeView.ts";
import { watchedView } from "./view/watched.ts";
import { moment } from "./view/words.ts";

const SECTIONS = [
  { id: "answer", title: "The answer", short: "Answer" },
  { id: "change", title: "What would change these answers", short: "Changes" },
  { id: "checks", title: "The gate, check by check", short: "Checks" },
  { id: "types", title: "By action type", short: "Action types" },
  { id: "ladder", title: "The ladder, and where each action type stands", short: "Ladder" },
  { id: "judge", title: "The model judge, and who checked it", short: "Judge" },
  { id: "matrix", title: "Who chose what", short: "Who chose what" },
  { id: "drills", title: "Undo drills", short: "Undo drills" },
  { id: "people", title: "People as the yardstick", short: "People" },
  { id: "attempts", title: "The same case again", short: "Attempts" },
  { id: "failures", title: "Where the agent gave nothing usable", short: "Failures" },
  { id: "watched", title: "How it was watched", short: "Wall" },
  { id: "took", title: "What the model calls took", short: "Cost" },
  { id: "left-out", title: "What was left out", short: "Left out" },
  { id: "cases", title: "Cases", short: "Cases" },
  { id: "provenance", title: "Where it comes from, and how to check it", short: "Origin" },
  { id: "glossary", title: "Words", short: "Words" },
];

/** The gate report as one HTML file that needs nothing but itself. Pure: same judgement and cases, same bytes. */
export function gateReport(judgement: Judgement, book: CaseBook): string {
  const types = typeViews(judgement);
  const judge = judgeModelView(types.map(({ title, judged }) => ({ title, judge: judged.judge })));
  // Most suites ask no model judge, and their reports say nothing of one; so with failures and model calls.
  const optional: Readonly<Record<string, object | null>> = {
    judge,
    failures: failuresView(judgement),
    took: tookView(judgement),
  };
  const sections = SECTIONS.filter(({ id }) => optional[id] !== null).map((section, i) => ({
    ...section,
    number: String(i + 1),
  }));
  const view = {
    title: judgement.headline,
    document: `Gate report ${judgement.run.id}, ${moment(judgement.run.startedAt)}`,
    version: judgement.run.earnest,
    sections,
    section: Object.fromEntries(sections.map((section) => [section.id.replace("-", ""), section])),
    answer: answerView(judgement, types),
    change: changeView(types),
    checks: checksView(types),
    types: chaptersView(judgement, types),
    ladder: ladderView(judgement, types),
    ...optional,
    watched: watchedView(judgement),
    matrix: matrixView(judgement),
    drills: drillsView(judgement, types),
    people: peopleView(judgement, judgement.people, types),
    attempts: attemptsView(judgement, judgement.attempts, types),
    leftOut: leftOutView(judgement),
    cases: casesView(judgement, book),
    provenance: provenanceView(judgement),
    glossary: glossaryView(judgement),
  };
  return renderPage({ ...plainData(view), assets, islands: caseIslands(judgement, book) });
}
