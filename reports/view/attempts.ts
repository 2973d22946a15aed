import {
  type Attempts,
  attemptsSaid,
  count,
  differedSaid,
  doublingSaid,
  type Judgement,
  many,
  percent,
  percentDown,
  percentUp,
} from "earnest";
import { caseLink } from "./cases.ts";
import type { TypeView } from "./typeView.ts";
import { labelNames } from "./words.ts";

/** Numbers of attempts in the table; of many, the first ones and the last. */
const SHOWN = 8;
/** Action types and unstable cases outside their folds. */
const TYPES = 12;
const FIRST = 10;

/** Whether attempts at the same case come to the same, and which cases do not. */
export function attemptsView(judgement: Judgement, attempts: Attempts, types: readonly TypeView[]) {
  const name = labelNames(judgement);
  const byType = new Map(attempts.types.map((one) => [one.type, one]));
  const { overall, unstable, repeated } = attempts;
  const listed = unstable.listed.map((one) => ({ id: one.id, link: caseLink(one.id), differed: differedSaid(one, name) }));
  const rest = unstable.cases - listed.length;
  const lines = types.flatMap((type) => {
    const mine = byType.get(type.judged.type);
    return mine === undefined || mine.cases === 0 ? [] : [{ title: type.title, anchor: type.anchor, said: attemptsSaid(mine) }];
  });
  return {
    once: repeated === 0,
    lead: attemptsSaid(overall),
    doubling: doublingSaid(overall) ?? "",
    passes: passRows(overall),
    types: lines.slice(0, TYPES),
    folded: lines.slice(TYPES),
    foldedHead: many(Math.max(0, lines.length - TYPES), "more action type"),
    unstable: `${many(unstable.cases, "case")} of ${count(repeated)} that were repeated did not come to the same in all attempts`,
    first: listed.slice(0, FIRST),
    more: listed.slice(FIRST),
    moreHead: `Show ${count(Math.max(0, listed.length - FIRST))} more`,
    unlisted: rest === 0 ? "" : `${count(rest)} more are counted but not listed, for size.`,
  };
}

/** What a chapter says about repeating: one line, or none where no case was put to the agent twice. */
export function attemptsLine(attempts: Attempts, type: TypeView): string | null {
  const mine = attempts.types.find((one) => one.type === type.judged.type);
  return attempts.repeated === 0 || mine === undefined || mine.cases === 0 ? null : attemptsSaid(mine);
}

function passRows({ passes }: Attempts["overall"]) {
  const shown = passes.length <= SHOWN ? passes : [...passes.slice(0, SHOWN - 1), ...passes.slice(-1)];
  return shown.map(({ k, all, low, high, any, cases, excluded }) => ({
    k: count(k),
    all: all === null ? "no case" : percent(all),
    range: all === null ? "" : `${percentDown(low)} to ${percentUp(high)}`,
    any: any === null ? "no case" : percent(any),
    cases: count(cases),
    excluded: count(excluded),
  }));
}
