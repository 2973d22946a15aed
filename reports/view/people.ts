import {
  count,
  gateAbovePeople,
  type Judgement,
  many,
  type People,
  peopleSaid,
  percent,
  percentDown,
  percentUp,
  pointsRange,
  relativeSaid,
} from "earnest";
import type { TypeView } from "./typeView.ts";
import { labelNames } from "./words.ts";

/** Action types in the table; the rest is folded below it. */
const SHOWN = 12;

type PeopleEvidence = People["overall"];
type BeyondChance = NonNullable<PeopleEvidence["chance"]>["ac1"];

interface Cell {
  readonly main: string;
  readonly more: string;
}

/** People as the yardstick: how often they agree with each other, and what a policy that never looks would have matched. */
export function peopleView(judgement: Judgement, people: People, types: readonly TypeView[]) {
  const name = labelNames(judgement);
  const byType = new Map(people.types.map((one) => [one.type, one]));
  const rows = types.flatMap((type) => {
    const evidence = byType.get(type.judged.type);
    return evidence === undefined ? [] : [rowOf(type, evidence)];
  });
  const { doubled, labelled, majority, overall } = people;
  // A page about very many types folds what it says of each.
  const shown = rows.length > SHOWN ? 0 : rows.length;
  return {
    none: people.cases === 0,
    doubled: doubled.cases > 0,
    caption:
      doubled.cases > 0
        ? "People beside each other, the agent beside people, and a policy that never looks. Ranges are 95%, for a number of cases fixed beforehand."
        : "A policy that never looks, beside the agent.",
    lead: peopleSaid(people, overall, name),
    relative: relativeSaid(overall.relative) ?? "",
    policy:
      doubled.cases > 0 && types.some(({ judged }) => judged.policy !== null)
        ? "Both figures are before any policy: they compare what was chosen, not what would be let through. By action type, here and in the chapters, what the rules of its policy keep back counts for neither people nor agent, limits over time aside."
        : "",
    chance: [
      { term: "Gwet’s AC1", fact: chanceFact(overall.chance?.ac1) },
      { term: "Krippendorff’s alpha", fact: chanceFact(overall.chance?.alpha) },
      { term: "Cohen’s kappa, of the first two people", fact: chanceFact(overall.chance?.kappa) },
    ],
    clusters:
      doubled.clusters === doubled.cases
        ? ""
        : `${many(doubled.cases, "case")} in ${many(doubled.clusters, "cluster")}: the ranges allow for cases of one cluster coming out alike; AC1 and kappa have no range then.`,
    beyond:
      labelled.beyond === 0
        ? ""
        : `${many(labelled.cases, "case")}, the first in the random order; ${count(labelled.beyond)} more are left out of these three.`,
    majority: majority === null ? "" : `${name(majority.label)}: ${count(majority.k)} of ${many(majority.n, "case")}`,
    rows: rows.slice(0, shown),
    folded: rows.slice(shown),
    foldedHead: shown === 0 ? many(rows.length, "action type") : many(Math.max(0, rows.length - shown), "more action type"),
  };
}

/** What a chapter says about people and its action type: a line, and warnings where the yardstick is shorter than the gate. */
export function peopleLines(judgement: Judgement, people: People, type: TypeView): string[] {
  const evidence = people.types.find((one) => one.type === type.judged.type);
  if (evidence === undefined) return [];
  const policy = type.judged.policy !== null;
  return [peopleSaid(people, evidence, labelNames(judgement), { policy }), ...warningsOf(type, evidence), ...failuresLine(type)];
}

function rowOf({ judged, index, ...type }: TypeView, evidence: PeopleEvidence) {
  const { noiseFloor: floor, relative, constant } = evidence;
  const warnings = warningsOf({ judged, index, ...type }, evidence);
  const people: Cell =
    floor === null
      ? { main: "not known", more: "" }
      : {
          main: floor.cases < 30 ? `${count(floor.alike)} of ${count(floor.pairs)} times` : percent(floor.estimate),
          more: `${percentDown(floor.low)} to ${percentUp(floor.high)}; ${many(floor.cases, "case")}`,
        };
  const agent: Cell =
    relative === null
      ? { main: "not known", more: "" }
      : {
          main: relative.agentCases < 30 ? "too few cases" : percent(relative.agent),
          more: `${many(relative.agentCases, "case")}${relative.difference === null ? "" : `; ${pointsRange(relative.difference.interval.low, relative.difference.interval.high)} than people`}`,
        };
  const always: Cell =
    constant === null || constant.n === 0
      ? { main: "no cases", more: "" }
      : { main: constant.n < 30 ? "" : percent(constant.k / constant.n), more: `${count(constant.k)} of ${count(constant.n)}` };
  return { title: type.title, anchor: type.anchor, people, agent, always, ac1: chanceCell(evidence.chance?.ac1), warnings };
}

function warningsOf({ judged }: TypeView, { noiseFloor }: PeopleEvidence): string[] {
  // What was reached is not out of reach.
  const floors = judged.decided.climb.filter(
    ({ criterion, verdict }) => criterion.name === "agreementAtLeast" && verdict !== "met",
  );
  return floors.flatMap(({ criterion }) => gateAbovePeople(noiseFloor, Number(criterion.params["floor"])) ?? []);
}

/** The fixed-sample range of the difference in failures; the answer rests on the range that may be looked at any time. */
function failuresLine({ judged }: TypeView): string[] {
  return [...judged.decided.climb, ...judged.decided.hold, ...judged.decided.stay].flatMap(({ criterion, numbers }) => {
    const { differenceLow: low, differenceHigh: high } = numbers;
    if (criterion.name !== "failuresNoMoreThanPeople" || low === undefined || high === undefined) return [];
    return [
      `Looked at once, the agent’s failures would be ${pointsRange(low, high)} than people’s (Miettinen and Nurminen); this range is not used for the answer.`,
    ];
  });
}

function chanceFact(found: BeyondChance | undefined): string {
  const { main, more } = chanceCell(found);
  return more === "" ? main : `${main} (${more})`;
}

function chanceCell(found: BeyondChance | undefined): Cell {
  if (found === null || found === undefined) return { main: "nothing to tell by", more: "" };
  const { estimate, low, high } = found;
  const range = low === null || high === null ? "no range" : `${outwards(low, Math.floor)} to ${outwards(high, Math.ceil)}`;
  return { main: estimate.toFixed(2), more: range };
}

function outwards(value: number, round: (value: number) => number): string {
  return (round(value * 100 + (round === Math.floor ? 1e-9 : -1e-9)) / 100).toFixed(2);
}
