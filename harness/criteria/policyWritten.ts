import { count, many, shorten } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";

/** Is there a written policy? An envelope with at least one rule, each of which names the control that enforces it in production. */
export function policyWritten(): Criterion {
  return criterionOf(
    {
      name: "policyWritten",
      params: {},
      question: "Is there a written policy?",
      limit: "At least one rule, each with the control that enforces it",
    },
    ({ facts: { policy } }) => {
      if (policy === null || policy.rules === 0) {
        return {
          verdict: "insufficient",
          because: "No policy envelope says what the agent may do alone here.",
          fact: "no policy",
          change: "a policy envelope for this action type, each rule with the control that enforces it.",
          numbers: { rules: 0, withoutControl: 0 },
        };
      }
      const { rules, withoutControl } = policy;
      const numbers = { rules, withoutControl: withoutControl.length };
      const [first] = withoutControl;
      if (first !== undefined) {
        return {
          verdict: "not-met",
          because: `${count(withoutControl.length)} of ${many(rules, "rule")} ${withoutControl.length === 1 ? "names" : "name"} no control that enforces ${withoutControl.length === 1 ? "it" : "them"} in production: “${shorten(first.replace(/\.$/, ""), 80)}”${withoutControl.length === 1 ? "." : ", and others."}`,
          fact: `${count(withoutControl.length)} without a control`,
          detail: many(rules, "rule"),
          change: `a control for ${many(withoutControl.length, "more rule")}.`,
          numbers,
        };
      }
      return {
        verdict: "met",
        because: `The policy has ${many(rules, "rule")}, ${rules === 1 ? "and it names" : "and each names"} the control that enforces it.`,
        fact: many(rules, "rule"),
        detail: "each with a control",
        change: "a rule without a control.",
        numbers,
      };
    },
  );
}
