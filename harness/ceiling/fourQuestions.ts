import { inWords } from "../words.ts";
import type { Bound } from "./ceiling.ts";
import type { RiskProfile } from "./riskProfile.ts";

const NO: Readonly<Record<keyof NonNullable<RiskProfile["questions"]>, string>> = {
  reversible: "it cannot be undone",
  contained: "what it can touch is not contained",
  fullContext: "the agent does not see all that the decision takes",
  errorCheaperThanDelay: "a wrong act costs more than waiting for a person",
};

const ALLOWED = [
  { rung: "L5", allows: "which sets no limit" },
  { rung: "L3", allows: "one no takes a person who approves each act" },
  { rung: "L2", allows: "two take a person who decides" },
  { rung: "L1", allows: "three and more allow drafting, with a person approving each draft" },
] as const;

/** Reversible, contained, full context, an error cheaper than delay: every no takes more of a person. */
export function fourQuestions({ questions }: RiskProfile): Bound[] {
  if (questions === undefined) return [];
  const nos = (Object.keys(NO) as (keyof typeof NO)[]).filter((question) => !questions[question]).map((question) => NO[question]);
  const { rung, allows } = ALLOWED[Math.min(nos.length, 3) as 0 | 1 | 2 | 3];
  const because =
    nos.length === 0
      ? `all four questions are answered yes, ${allows}`
      : `${inWords(nos.length)} of four questions ${nos.length === 1 ? "is" : "are"} answered no (${nos.join(", ")}); ${allows}`;
  return [{ from: "four questions", rung, because }];
}
