import { count, limitPercent, many } from "../words.ts";
import type { JudgeMeasured } from "./judgeMeasured.ts";

/** Fewer checks than this say too little about a judge. */
const LEAST = 30;

/** Why a gate stays closed, and what would open it, in sentences. */
export interface Closed {
  readonly why: string;
  readonly change: string;
}

/**
 * Why an action type whose comparing asks a model judge may not climb, if so; `floor` is the match rate its gate asks for.
 * The audit decides, for it holds however poor the judge is: a poor one only takes more checks. Null: nobody has checked the judge. Throws a RangeError when the judge was audited for another floor.
 */
export function judgeClosed(measured: JudgeMeasured | null, floor: number): Closed | undefined {
  if (measured === null) {
    return {
      why: "A model judge compares these decisions, and nobody has checked it against people yet. Until then it cannot say yes.",
      change: `${LEAST} adjudications of cases drawn at random, at least.`,
    };
  }
  const { audit, cases, drawn } = measured;
  if (audit?.floor !== floor) throw new RangeError(`the judge was audited for ${audit?.floor}, and the gate asks for ${floor}`);
  if (drawn < LEAST) {
    const checked =
      drawn === 0
        ? "None of the cases that people checked it on was drawn at random"
        : `People have checked it on ${many(drawn, "case")} drawn at random`;
    return {
      why: `A model judge compares these decisions. ${checked}; it takes ${LEAST} before it can say yes.`,
      change:
        cases < LEAST
          ? `more cases: there are ${count(cases)}, and ${LEAST} drawn at random must be adjudicated.`
          : `${many(LEAST - drawn, "more adjudication")} of cases drawn at random.`,
    };
  }
  if (audit.shown) return undefined;
  return {
    why: `People have checked the model judge on ${count(drawn)} cases drawn at random, and went with it in ${count(measured.agreement.count)}. With 95% confidence that does not show yet that ${limitPercent(floor)} of the ${count(cases)} decisions match.`,
    change:
      audit.more === null
        ? `more matches: as the judge rules and people answered, going on agreeing with it will not show ${limitPercent(floor)}.`
        : `about ${many(audit.more, "more adjudication")} of cases drawn at random, if people go on agreeing with the judge.`,
  };
}
