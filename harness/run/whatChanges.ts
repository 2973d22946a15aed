import type { Finding } from "../criteria/criterion.ts";
import type { CaseKind } from "../sentences/closeness.ts";
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
  const isMissing = (one: Finding) => one.verdict !== "met";
  const toClimb = [...climb, ...hold].filter(isMissing);
  // A check of the present rung counts where nothing else is open, as in the answer itself.
  const missing = toClimb.length > 0 ? toClimb : stay.filter(isMissing);
  const asksMore = (verdict === "hold" || verdict === "insufficient") && missing.length > 0;
  return {
    others,
    enough: asksMore ? (others.length === 0 ? say.closeness.enough : say.closeness.notEnough) : null,
    work: asksMore ? casesSaid(missing, cases, type) : [],
  };
}

/** Can no number of cases like these meet it? Its share seen is on the wrong side of the line, or it was shown to be. */
function isBeyondCases({ verdict, numbers: { more, today, p } }: Finding): boolean {
  return today !== undefined || (p !== undefined && (verdict === "not-met" || more === undefined));
}

/** What takes the most to replay; the others come with it. Nothing where some check takes more than cases. */
function casesSaid(missing: readonly Finding[], cases: number, { evidence }: TypeJudgement): string[] {
  if (missing.some(isBeyondCases)) return [];
  const waits = missing.flatMap(({ criterion, numbers: { more, n, rate } }) =>
    more === undefined || n === undefined || n === 0
      ? []
      : [{ more, n, rate: rate ?? null, replays: (more * cases) / n, kind: kindOf(criterion.name, n, evidence.proposed.n) }],
  );
  const longest = waits.toSorted((a, b) => b.replays - a.replays)[0];
  if (longest === undefined) return [];
  const { more, n, rate, replays, kind } = longest;
  const said =
    n < cases
      ? [say.closeness.casesToReplay({ cases: roughly(more), kind, rate, seen: n, of: cases, replays: roughly(replays) })]
      : [];
  const { dated, days } = evidence.facts.span;
  if (n !== evidence.proposed.n || dated < DATED || days < DAYS) return said;
  const perDay = dated / days;
  return [...said, say.closeness.daysOfCases({ perDay: perDay.toPrecision(2), days: roughly(more / perDay) })];
}

/** Of which cases a check counts so many. */
function kindOf(criterion: string, n: number, proposed: number): CaseKind {
  if (criterion === "outcomesNoWorse") return "good";
  return n === proposed ? "proposed" : "counted";
}
