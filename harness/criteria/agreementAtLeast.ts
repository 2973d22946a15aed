import { ESCALATE, NONE } from "../action.ts";
import { EarnestError } from "../errors.ts";
import type { Pattern, TypeEvidence } from "../evidence.ts";
import { say } from "../sentences.ts";
import { limitPercent, shorten } from "../words.ts";
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

function judge(criterion: Omit<Criterion, "judge">, floor: number, evidence: TypeEvidence, noun: string): Finding {
  const share = evidence.shares.agreement;
  const { k: matches, n, low, high } = share;
  const verdict = verdictAtLeast(share, floor);
  const { agreement } = say.checks;
  const because = n === 0 ? agreement.none(unproposed(evidence)) : agreement[verdict]({ n, low, high, noun, gate: floor });
  const numbers = numbersOf(share, floor, verdict);
  const change = {
    met: () => say.changes.moreEvents({ room: numbers["room"] ?? matches, n, one: "disagreement" }),
    "not-met": () => fewer(evidence),
    insufficient: () => moreCases(share, floor, "agrees in"),
  }[verdict]();
  const { name, params, question, limit } = criterion;
  return {
    criterion: { name, params },
    question,
    limit,
    verdict,
    because,
    fact: factAtLeast(verdict, share, unproposedFact(evidence)),
    detail: say.checks.fact.ofAll(matches, n),
    change,
    numbers: { n, matches, low, high, floor, ...numbers },
  };
}

function fewer({ proposed, patterns }: TypeEvidence): string {
  const [top] = patterns;
  if (top === undefined) return say.changes.fewerDisagreements;
  return say.changes.fewerOfKind({ kind: kindOf(top), n: top.n, of: proposed.n - proposed.matches });
}

/** A kind of disagreement, said of the person where that is possible. */
function kindOf({ decided, outcome }: Pattern): string {
  const { kinds } = say.changes;
  if (outcome === "failed") return kinds.unusable;
  if (outcome === "near") return kinds.minor;
  if (outcome === "params") return kinds.details;
  if (decided === NONE) return kinds.nothing;
  if (decided === ESCALATE) return kinds.handedOver;
  return kinds.other(shorten(decided, 60));
}
