import { count, type Finding, type Judgement, type TypeJudgement } from "earnest";
import { rungName } from "./rung.ts";

/** What would raise an action type, in sentences: what its open and failed checks take, or what the next rung of the ladder demands. */
export function raising({ ladder }: Judgement, { decided, leftOut }: TypeJudgement): string[] {
  const { verdict, climb, hold, stay, ask, at } = decided;
  if (ask === null) {
    const next = ladder.rungs[ladder.rungs.findIndex(({ id }) => id === at) + 1];
    if (at === "" || next === undefined) return ["Nothing higher was asked for, and the ladder names nothing higher."];
    const first = `Nothing higher was asked for. The next rung is ${rungName(ladder, next.id)}.`;
    return [first, ...next.climb.map(({ limit }) => `It demands: ${lowerFirst(limit)}.`)];
  }
  if (verdict === "promote")
    return [
      `Every check before ${ask} is met. A person moves it there, in the register, with earnest promote.`,
      ...paceOf(ladder.pace),
    ];
  // What a ceiling bars makes the rest pointless.
  const open = [...climb, ...hold, ...stay]
    .filter((finding) => finding.verdict !== "met")
    .toSorted((a, b) => Number(isAboutCeiling(b)) - Number(isAboutCeiling(a)));
  const takes = [...new Set(open.map(({ question, change }) => `${question} It takes ${lowerFirst(change)}`))];
  const besides =
    leftOut === null || leftOut.length === 0
      ? []
      : [`The ladder demands ${count(leftOut.length)} more that the suite’s own criteria leave out.`];
  return takes.length === 0 ? [`It takes ${lowerFirst(decided.change)}`, ...besides] : [...takes, ...besides];
}

function isAboutCeiling({ criterion }: Finding): boolean {
  return criterion.name === "ceiling";
}

function paceOf(pace: number | null): string[] {
  return pace === null ? [] : [`The ladder lets ${count(pace)} days pass between one promotion and the next.`];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
