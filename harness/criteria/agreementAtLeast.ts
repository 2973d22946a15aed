import { ESCALATE, NONE } from "../action.ts";
import { EarnestError } from "../errors.ts";
import type { Pattern, TypeEvidence } from "../evidence.ts";
import { count, limitPercent, many, percentDown, percentUp, shorten } from "../words.ts";
import type { Criterion, Finding } from "./criterion.ts";
import { checkShare, factAtLeast, moreCases, numbersOf, verdictAtLeast } from "./share.ts";
import { unproposed, unproposedFact } from "./unproposed.ts";

/**
 * Does the agent decide as people did? Asks about the cases in which the agent proposed the action, and compares the end
 * of the range that is worse for the agent with the floor (a share between 0 and 1, both excluded). Throws SUITE_BROKEN.
 */
export function agreementAtLeast(floor: number): Criterion {
  checkShare("agreementAtLeast", floor);
  if (floor === 0 || floor === 1) {
    throw new EarnestError(
      "SUITE_BROKEN",
      `agreementAtLeast(${floor}) decides nothing: no cases can show less than 0% or all of 100%`,
    );
  }
  const criterion = {
    name: "agreementAtLeast",
    params: { floor },
    question: "Does it decide as people did?",
    limit: `At least ${limitPercent(floor)} of decisions the same`,
    asks: { share: "agreement", line: floor },
  } as const;
  return { ...criterion, judge: (evidence, noun) => judge(criterion, floor, evidence, noun) };
}

/** The sentence about the match rate, without what it is compared with. */
export function agreementSaid({ shares }: TypeEvidence, noun: string, end: "low" | "high"): string {
  const { low, high } = shares.agreement;
  const range = end === "low" ? `at least ${percentDown(low)}` : `at most ${percentUp(high)}`;
  return `With 95% confidence the agent agrees with the person in ${range} of ${noun}`;
}

function judge(criterion: Omit<Criterion, "judge">, floor: number, evidence: TypeEvidence, noun: string): Finding {
  const share = evidence.shares.agreement;
  const { k: matches, n, low, high } = share;
  const verdict = verdictAtLeast(share, floor);
  const gate = limitPercent(floor);
  const because = {
    met: `${agreementSaid(evidence, noun, "low")}; the gate asks for ${gate}.`,
    "not-met": `${agreementSaid(evidence, noun, "high")}; the gate asks for ${gate}.`,
    insufficient:
      n === 0
        ? `${unproposed(evidence)}, so these cases cannot say yes or no.`
        : `${many(n, "case")} ${n === 1 ? "leaves" : "leave"} the match rate anywhere from ${percentDown(low)} to ${percentUp(high)}. The gate, ${gate}, lies inside that range, so these cases cannot say yes or no.`,
  };
  const numbers = numbersOf(share, floor, verdict);
  const change = {
    met: () => `${many(numbers["room"] ?? matches, "more disagreement")} in ${many(n, "case")}.`,
    "not-met": () => fewer(evidence),
    insufficient: () => moreCases(share, floor, "agrees in"),
  }[verdict]();
  const { name, params, question, limit } = criterion;
  return {
    criterion: { name, params },
    question,
    limit,
    verdict,
    because: because[verdict],
    fact: factAtLeast(verdict, share, unproposedFact(evidence)),
    detail: `${count(matches)} of ${count(n)}`,
    change,
    numbers: { n, matches, low, high, floor, ...numbers },
  };
}

function fewer({ proposed, patterns }: TypeEvidence): string {
  const [top] = patterns;
  if (top === undefined) return "fewer disagreements.";
  return `fewer disagreements; most often ${kindOf(top)} (${count(top.n)} of ${count(proposed.n - proposed.matches)}).`;
}

/** A kind of disagreement, said of the person where that is possible. */
function kindOf({ decided, outcome }: Pattern): string {
  if (outcome === "failed") return "the proposal could not be used";
  if (outcome === "near") return "only minor details were different";
  if (outcome === "params") return "the person chose other details";
  if (decided === NONE) return "the person did nothing, or did less";
  if (decided === ESCALATE) return "the person handed the case over";
  return `the person chose “${shorten(decided, 60)}” instead`;
}
