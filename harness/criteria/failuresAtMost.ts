import { limitPercent } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { checkShare, shareAtMost } from "./share.ts";

/** Does it answer at all? Of all cases, the share in which the agent gave nothing, or a proposal of this type that cannot be used. */
export function failuresAtMost(limit: number): Criterion {
  checkShare("failuresAtMost", limit);
  const criterion = {
    name: "failuresAtMost",
    params: { limit },
    question: "Does it give a usable answer?",
    limit: `At most ${limitPercent(limit)} errors, time-outs and unusable answers`,
  };
  return {
    ...criterion,
    judge: ({ failures, worth }) =>
      shareAtMost(criterion, { k: failures.failed, n: failures.n, worth: worth.failures }, limit, {
        of: "all cases",
        one: "failure",
        nothing: "No case was seen, so nothing can be said about failures.",
      }),
  };
}
