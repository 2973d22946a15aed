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
    asks: { share: "answered", line: 1 - limit },
  } as const;
  return {
    ...criterion,
    judge: ({ shares }) =>
      shareAtMost(criterion, shares.answered, limit, {
        of: "all cases",
        one: "failure",
        nothing: "No case was seen, so nothing can be said about failures.",
      }),
  };
}
