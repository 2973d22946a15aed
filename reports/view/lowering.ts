import { many, type TypeJudgement } from "earnest";

/** What would lower an action type, or keep it from going on, in sentences. */
export function lowering({ decided, evidence, breaker, ceiling, policy }: TypeJudgement): string[] {
  const { drift } = evidence.facts;
  return [
    ...(decided.verdict === "promote" ? [`The answer would change with ${decided.change}`] : []),
    ...decided.stay.map(({ question, limit }) => `To stay: ${question} ${limit}.`),
    ...decided.hold.map(({ question, limit }) => `To go on: ${question} ${limit}.`),
    drift === null
      ? "Drift: it was not watched over the runs that count."
      : `Drift: an alarm of its watch; ${drift.alarm === null ? `none in ${many(drift.nights, "night")}` : `it rang in the run of ${drift.alarm}`}.`,
    breaker
      ? "A demotion that earnest gate finds is written to the register at once, as by a circuit breaker."
      : "A demotion that the gate finds takes effect when a person writes it, with earnest demote.",
    `The end of the time that the register gives the evidence${policy === null ? "" : ", or another envelope than the one it counted under"}.`,
    ...(ceiling === null ? [] : ["A risk weighed higher by its owners."]),
  ];
}
