import { limitPercent } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { checkShare, shareAtLeast } from "./share.ts";

/** Does it decide often enough to be worth it? Of the cases in which people took the action, the share the agent would have taken alike. */
export function coverageAtLeast(floor: number): Criterion {
  checkShare("coverageAtLeast", floor);
  const criterion = {
    name: "coverageAtLeast",
    params: { floor },
    question: "Does it decide often enough to be worth it?",
    limit: `Takes at least ${limitPercent(floor)} of what people did`,
    asks: { share: "coverage", line: floor },
  } as const;
  return {
    ...criterion,
    judge: ({ shares }, noun) =>
      shareAtLeast(criterion, shares.coverage, floor, {
        of: `the ${noun} people made`,
        one: "missed decision",
        verb: "covers",
        nothing: "No person took this action in these cases, so there is nothing to cover.",
      }),
  };
}
