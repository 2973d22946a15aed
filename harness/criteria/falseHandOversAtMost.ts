import { limitPercent } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { askedShare, checkShare, shareAtMost } from "./share.ts";

/** Does it hand over no more than it has to? Of the cases in which people took the action, the share that the agent handed over or declined. */
export function falseHandOversAtMost(limit: number): Criterion {
  checkShare("falseHandOversAtMost", limit);
  const criterion = {
    name: "falseHandOversAtMost",
    params: { limit },
    question: "Does it hand over no more than it has to?",
    limit: `Hands over at most ${limitPercent(limit)} of what people did themselves`,
    asks: { share: "handled", line: 1 - limit },
  } as const;
  return {
    ...criterion,
    judge: (evidence, noun) =>
      shareAtMost(criterion, askedShare(evidence, "handled"), limit, {
        of: `the ${noun} people made`,
        one: "false hand-over",
        nothing: "No person took this action in these cases, so no hand-over can be called false.",
      }),
  };
}
