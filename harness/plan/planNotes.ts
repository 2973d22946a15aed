import { count, inWords, limitPercent, lowered, many } from "../words.ts";
import type { Plan } from "./plan.ts";

/** So few clusters leave what a case is worth unsteady. */
const FEW = 30;

/** What a plan rests on, and what could not be known, in sentences; most important first. */
export function planNotes(plan: Omit<Plan, "notes">): string[] {
  const { types, level, dataset, run } = plan;
  if (types.length === 0) return ["No action type of the suite asks for a higher rung, so there is nothing to plan."];
  return [
    ...types
      .filter(({ closed }) => closed)
      .map(({ type }) => `${type}: the gate sets no floor for the match rate, and such a gate stays closed.`),
    ...unplanned(types),
    ...outOfReach(types),
    ...(run === null ? withoutRun(plan) : withRun(run, types)),
    level.asked > 1
      ? `${inWords(level.asked, true)} action types are asked about at once. Each is held to an error of ${limitPercent(level.each)}, so that all together stay at ${limitPercent(level.alpha)}; Holm’s method, a little milder, needs no more cases than this.`
      : "",
    plan.given.perDay === undefined && dataset.days === null
      ? "No case has a date, so calendar time is not known; --per-day says how many cases come in."
      : "",
    plan.given.perDay === undefined && dataset.days !== null ? volume(dataset.days, dataset.cases) : "",
    plan.given.price === undefined ? "What it costs is not known: --price says what one call costs." : "",
    plan.reviews.unknown > 0
      ? `How many decisions of ${many(plan.reviews.unknown, "action type")} will need a review is not known: no run, and no floor for the match rate.`
      : "",
    "A plan says what to expect. It never feeds a verdict.",
  ].filter((note) => note !== "");
}

function unplanned(types: Plan["types"]): string[] {
  const limits = [...new Set(types.flatMap(({ unplanned }) => unplanned.map(({ limit }) => lowered(limit))))];
  if (limits.length === 0) return [];
  return [`Asked as well, and in no plan of cases: ${limits.join("; ")}.`];
}

function outOfReach(types: Plan["types"]): string[] {
  return types.flatMap(({ type, shares, decided, proposed }) => [
    ...shares
      .filter(({ inARow }) => inARow === null)
      .map(({ limit }) => `${type}: no number of cases can show “${limit}”; a limit of all or none is out of reach.`),
    ...(proposed.cases === 0 ? [`${type}: the dataset holds no case in which the agent is expected to propose it.`] : []),
    ...(decided.cases === 0 ? [`${type}: people never took this action in the dataset.`] : []),
  ]);
}

function withoutRun({ dataset, types }: Omit<Plan, "notes">): string[] {
  const shared = types.some(({ decided }) => decided.clusters < decided.cases);
  return [
    "No run is given (--run), so how often the agent proposes each action is not known: taken to be as often as people took it.",
    shared
      ? `${many(dataset.cases, "case")} stand in ${many(dataset.clusters, "cluster")}. What a case is worth there only a run can show; here each counts in full, so more may be needed.`
      : "",
  ];
}

function withRun(run: NonNullable<Plan["run"]>, types: Plan["types"]): string[] {
  const worst = types.flatMap(({ type, shares }) =>
    shares.filter(({ worth }) => worth < 1).map(({ kind, worth }) => ({ type, kind, worth })),
  );
  const [least] = worst.sort((a, b) => a.worth - b.worth);
  const few = types.filter(({ decided }) => decided.clusters < FEW && decided.clusters < decided.cases);
  return [
    run.anew === null ? "" : `The run’s cases do not count towards the verdict: ${run.anew}. Its rates are used.`,
    run.filtered ? "The run asked only about cases a filter let through; the others need not be like them." : "",
    least === undefined
      ? ""
      : `Cases of one cluster come out alike: a case is worth ${least.worth.toFixed(2)} independent ones at the least (${least.type}, ${least.kind}), and all numbers of cases allow for that.`,
    few.length > 0
      ? `Fewer than ${FEW} clusters leave what a case is worth unsteady: ${few.map(({ type, decided }) => `${type} has ${decided.clusters}`).join(", ")}.`
      : "",
  ];
}

function volume({ from, to, span, dated }: NonNullable<Plan["dataset"]["days"]>, cases: number): string {
  const undated = cases - dated;
  const said = `Volume by day is that of the dataset, ${from} to ${to}, ${many(span, "day")}`;
  return `${said}${undated > 0 ? ` (${count(undated)} of its cases have no date)` : ""}; counted on is the smaller of the middle day and the average. If it is a part of what comes in, say --per-day.`;
}
