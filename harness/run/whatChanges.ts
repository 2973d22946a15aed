import type { Finding } from "../criteria/criterion.ts";
import type { Verdict } from "../gate.ts";
import { say } from "../sentences.ts";
import { roughly } from "../words.ts";
import type { Judgement, TypeJudgement } from "./judgement.ts";

/** What would change an answer, besides the sentence of the answer itself. */
export interface WhatChanges {
  /** The other checks that are not met, those for staying last. */
  readonly others: readonly (Finding & { readonly staying: boolean })[];
  /** Would the change itself be enough? Null where the answer does not hang on a check that is missing. */
  readonly enough: string | null;
  /** What the cases that are missing come to, as cases to replay and days; reviews and drills count themselves. */
  readonly work: readonly string[];
}

/** Below so many dated cases, or days, how many come in on a day is not known. */
const DATED = 30;
const DAYS = 7;

/** Says what one answer of a judgement takes to change. Pure; of work that nothing gives a number for nothing is said. */
export function whatChanges({ evidence: { cases } }: Pick<Judgement, "evidence">, type: TypeJudgement): WhatChanges {
  const { climb, hold, stay, change, verdict } = type.decided;
  const isOther = ({ verdict: one, change: its }: Finding) => one !== "met" && its !== change;
  const others = [
    ...[...climb, ...hold]
      .filter((one) => isOther(one) && !change.includes(one.change))
      .map((one) => ({ ...one, staying: false })),
    ...stay.filter(isOther).map((one) => ({ ...one, staying: true })),
  ];
  const missing = [...climb, ...hold, ...stay].filter((one) => one.verdict !== "met");
  const asksMore = (verdict === "hold" || verdict === "insufficient") && missing.length > 0;
  return {
    others,
    enough: asksMore ? enoughSaid(others, verdict) : null,
    work: asksMore ? casesSaid(missing, cases, type) : [],
  };
}

/** The change counts the other checks that are like its own: of a hold those that failed, else those that are open. */
function enoughSaid(others: readonly Finding[], verdict: Verdict): string {
  if (others.length === 0) return say.closeness.enough;
  return say.closeness.notEnough(verdict === "hold" ? others.filter((one) => one.verdict === "insufficient").length : 0);
}

/** What takes the most to replay; the others come with it. */
function casesSaid(missing: readonly Finding[], cases: number, { evidence }: TypeJudgement): string[] {
  const waits = missing.flatMap(({ numbers: { more, n } }) =>
    more === undefined || n === undefined || n === 0 ? [] : [{ more, n, replays: (more * cases) / n }],
  );
  const longest = waits.toSorted((a, b) => b.replays - a.replays)[0];
  if (longest === undefined) return [];
  const { more, n, replays } = longest;
  const said = n < cases ? [say.closeness.casesToReplay({ cases: more, seen: n, of: cases, replays: roughly(replays) })] : [];
  const { dated, days } = evidence.facts.span;
  if (n !== evidence.proposed.n || dated < DATED || days < DAYS) return said;
  const perDay = dated / days;
  return [...said, say.closeness.daysOfCases({ perDay: perDay.toPrecision(2), days: roughly(more / perDay) })];
}
