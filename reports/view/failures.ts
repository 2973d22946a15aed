import { count, type Judgement, many } from "earnest";
import { caseLink } from "./cases.ts";
import { FAILURE_WORDS } from "./words.ts";

/** Why there was no usable proposal, by kind; null where there always was one. */
export function failuresView({ failures, evidence, run }: Judgement) {
  if (failures.length === 0) return null;
  const votes = failures.reduce((sum, one) => sum + one.votes, 0);
  const attempts = failures.reduce((sum, one) => sum + one.attempts, 0);
  const often = run.attempts === 1 ? "" : ` (${many(attempts, "attempt")} of ${count(evidence.attempts)})`;
  return {
    lead: `In ${many(votes, "case")} of ${count(evidence.cases)} the agent gave nothing usable${often}.`,
    several: run.attempts > 1,
    rows: failures.map(({ code, attempts, votes, example }) => ({
      word: FAILURE_WORDS[code].word,
      means: FAILURE_WORDS[code].means,
      code,
      votes: count(votes),
      attempts: count(attempts),
      example: { ...example, link: caseLink(example.id) },
    })),
  };
}
