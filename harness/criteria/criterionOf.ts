import type { Criterion, Finding } from "./criterion.ts";

/** What a criterion is before it is asked. */
type Plain = Pick<Criterion, "name" | "params" | "question" | "limit">;

/** What a criterion about facts finds; without a detail or numbers there are none. */
export type Found = Pick<Finding, "verdict" | "because" | "fact" | "change"> & Partial<Pick<Finding, "detail" | "numbers">>;

/** A criterion that looks at what is known besides the shares. */
export function criterionOf(
  { name, params, question, limit }: Plain,
  find: (...seen: Parameters<Criterion["judge"]>) => Found,
): Criterion {
  return {
    name,
    params,
    question,
    limit,
    judge: (evidence, noun) => ({
      criterion: { name, params },
      question,
      limit,
      detail: "",
      numbers: {},
      ...find(evidence, noun),
    }),
  };
}
