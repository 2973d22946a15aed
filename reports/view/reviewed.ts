import { count, inWords, type Judgement, many, percent, percentDown, percentUp } from "earnest";
import { type Figure, twin } from "../charts/figure.ts";
import { PARTS, type WhoWasRight, whoWasRightChart } from "../charts/whoWasRight.ts";
import { adjudicatedView } from "./adjudicated.ts";
import type { TypeView } from "./typeView.ts";

type Reviewed = NonNullable<Judgement["reviewed"]>;
type Share = Reviewed["left"];

/** Below this, a count says more than a percentage. */
const SMALL = 30;
/** Action types with a bar; the table has all of them. */
const BARS = 8;

const NOBODY =
  "Nobody has reviewed the disagreements: this report says where agent and person differ, not which of them was right. Reviewers see both decisions without being told which is the agent’s; RUN is the folder of the run.";

const NOBODY_BLIND =
  "No blind review is on record: what is known of who was right comes from the suite’s own file, below. In a blind review, people see both decisions without being told which is the agent’s; RUN is the folder of the run.";

/** Who was right where they differ, by people who were not told which was the agent's, and whether that can be relied on. */
export function reviewedView({ reviewed, files }: Judgement, types: readonly TypeView[]) {
  const adjudicated = adjudicatedView({ files }, types);
  if (reviewed === null) return { logs: null, none: adjudicated === null ? NOBODY : NOBODY_BLIND, adjudicated };
  const { overall } = reviewed;
  const judged = overall.n - overall.waiting;
  return {
    finding: finding(overall, judged),
    plan: planned(reviewed),
    chart: overall.n === 0 ? null : figure(reviewed, types, finding(overall, judged)),
    trust: trust(reviewed),
    adjudicated,
    logs: reviewed.logs.map(({ run, head, entries }) => ({ run, head, entries: many(entries, "entry", "entries") })),
  };
}

function finding(overall: WhoWasRight, judged: number): string {
  if (overall.n === 0) return "No disagreement could be shown to a reviewer.";
  if (judged === 0) return `None of ${many(overall.n, "disagreement")} has been judged yet.`;
  const against = overall.person + overall.neither + overall.conflict;
  return `Of ${many(judged, "disagreement")} that people judged without being told which was the agent’s, they stand behind what the agent would have done in ${count(overall.agent + overall.both)}, and not in ${count(against)}${overall.unclear > 0 ? `; ${count(overall.unclear)} cannot be told` : ""}.`;
}

function planned({ overall, beyond, textOnly, noProposal, atLeast, reviewers }: Reviewed): string {
  const least = atLeast ? "at least " : "";
  const out = [
    beyond > 0 &&
      `${least}${count(beyond)} more were not drawn (of cases that the agent alone hands over, at most as many are as people alone do, so that handing over does not tell whose it is)`,
    textOnly > 0 && `${least}${count(textOnly)} differ only in how something is written, which would tell whose it is`,
    noProposal > 0 && `${least}${count(noProposal)} hold no proposal to compare`,
  ].filter((part) => part !== false);
  return `${many(reviewers, "reviewer")}; ${many(overall.n, "disagreement")} in the plan${out.length === 0 ? "" : `, and left out of it: ${out.join("; ")}`}. Where one reviewer stands behind the agent, another does not and no third has decided, it counts against the agent.`;
}

function figure({ overall, types: found }: Reviewed, types: readonly TypeView[], headline: string): Figure {
  const titles = new Map(types.map(({ judged, title }) => [judged.type, title]));
  const rows = found
    .map(({ type, ...who }) => ({ title: titles.get(type) ?? handedOver(type), who }))
    .sort((a, b) => b.who.n - a.who.n);
  const left = rows.length - BARS;
  return {
    id: "reviewed-who",
    headline: least(rows),
    how: `How to read it: each bar is all disagreements of one action type that are in the plan; a case that differs in several counts in each.${left > 0 ? ` The table holds ${inWords(left)} more.` : ""}`,
    desc: `${headline} ${rows.map(({ title, who }) => `${title}: ${said(who)}.`).join(" ")}`,
    ...whoWasRightChart(rows.slice(0, BARS)),
    twin: twin({
      summary: "Who was right, as a table",
      label: "Whose decision reviewers would stand behind, by action type",
      columns: ["Action type", ...PARTS.map(({ words }) => ({ label: words, n: true })), { label: "in all", n: true }],
      rows: [...rows, { title: "All cases", who: overall }].map(({ title, who }) => [
        title,
        ...PARTS.map(({ part }) => count(who[part])),
        count(who.n),
      ]),
    }),
  };
}

/** Where the agent stood worst, among types with enough to say so. */
function least(rows: readonly { readonly title: string; readonly who: WhoWasRight }[]): string {
  const shares = rows.map(({ title, who }) => ({ title, behind: who.agent + who.both, of: who.n - who.waiting }));
  const [worst, ...others] = shares.filter(({ of }) => of >= SMALL).sort((a, b) => a.behind / a.of - b.behind / b.of);
  if (worst === undefined) return "Too few disagreements of any one action type are judged to compare them";
  const where = others.length === 0 ? "In" : "Reviewers stand behind the agent least often in";
  return `${where} “${worst.title}”${others.length === 0 ? " they stand behind the agent" : ""}: ${count(worst.behind)} of ${count(worst.of)} disagreements`;
}

function handedOver(type: string): string {
  return type === "escalate" ? "Handed over" : type;
}

function said(who: WhoWasRight): string {
  return PARTS.filter(({ part }) => who[part] > 0)
    .map(({ part, words }) => `${words} ${count(who[part])}`)
    .join(", ");
}

/** What tells whether reviews can be relied on: a number each, with what it should be. */
function trust({ doubles, conflicts, left, guessed, told, untold, audit, atLeast }: Reviewed) {
  const kappa = doubles.kappa === null ? "" : `; Cohen’s kappa, which allows for chance, is ${doubles.kappa.toFixed(2)}`;
  return [
    {
      term: "Two reviewers agree",
      ...big(doubles),
      more: `${rangeOf(doubles, "pairs of reviews")}${kappa}. ${count(doubles.asked)} were planned. ${conflictsSaid(conflicts)}`,
    },
    {
      term: "The agent was told apart",
      ...big(guessed),
      more: `${rangeOf(guessed, "guesses")}. ${chance(guessed, "By chance it would be half: the two sides could not be shown to look different", "Half lies outside: reviewers could tell the sides apart, and their answers are to be read with that in mind")}${guessed.unsure > 0 ? ` ${many(guessed.unsure, "more", "more")} would not guess.` : ""}${toldSaid(told, untold)} What was decided may tell by itself, where an agent decides otherwise than people do.`,
    },
    {
      term: "The left side was chosen",
      ...big(left),
      more: `${rangeOf(left, "choices of a side")}. ${chance(left, "Sides are drawn by lot, and none was shown to be preferred", "Half lies outside: one side was preferred, whoever stood there; sides are drawn by lot, so neither gains by it")}`,
    },
    {
      term: "Agreements they stand behind",
      ...big(audit),
      more: `${rangeOf(audit, "agreements judged")}, drawn at random from ${atLeast ? "at least " : ""}${count(audit.of)}${audit.waiting > 0 ? `; ${count(audit.waiting)} wait` : ""}${audit.unclear > 0 ? `; ${count(audit.unclear)} cannot be told` : ""}. Where person and agent do the same, both can be wrong.`,
    },
  ];
}

function toldSaid(told: number, { behind, judged }: Reviewed["untold"]): string {
  if (told === 0) return "";
  return ` In ${many(told, "answer")} the reviewer said to know; without ${told === 1 ? "it" : "them"}, they stand behind the agent in ${count(behind)} of ${many(judged, "disagreement")}.`;
}

function conflictsSaid({ settled, open }: Reviewed["conflicts"]): string {
  if (settled + open === 0) return "";
  return `${many(settled + open, "conflict")}, ${count(settled)} settled by a third, ${count(open)} open.`;
}

function big({ k, n }: Share): { readonly big: string; readonly small: boolean } {
  if (n === 0) return { big: "not known", small: true };
  return n < SMALL
    ? { big: `${count(k)} of ${count(n)}`, small: true }
    : { big: k === 0 ? "none" : percent(k / n), small: false };
}

function rangeOf({ k, n, low, high }: Share, noun: string): string {
  if (n === 0) return `No ${noun} yet`;
  return `${count(k)} of ${count(n)} ${noun}: with 95% confidence ${percentDown(low)} to ${percentUp(high)}`;
}

function chance({ n, low, high }: Share, inside: string, outside: string): string {
  if (n === 0) return "";
  if (n < SMALL) return `Fewer than ${SMALL} are too few to tell.`;
  return `${low <= 0.5 && high >= 0.5 ? inside : outside}.`;
}
