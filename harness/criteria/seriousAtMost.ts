import { limitPercent } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { checkShare, shareAtMost } from "./share.ts";
import { unproposed } from "./unproposed.ts";

/** Are serious disagreements rare? Of the cases in which the agent proposed the action, the share with a cell declared serious. */
export function seriousAtMost(limit: number): Criterion {
  checkShare("seriousAtMost", limit);
  const criterion = {
    name: "seriousAtMost",
    params: { limit },
    question: "Are serious disagreements rare?",
    limit: `At most ${limitPercent(limit)} serious disagreements in the decisions it would have taken`,
    asks: { share: "harmless", line: 1 - limit },
  } as const;
  return {
    ...criterion,
    judge: (evidence, noun) =>
      shareAtMost(criterion, evidence.shares.harmless, limit, {
        of: noun,
        one: "serious disagreement",
        nothing: `${unproposed(evidence)}, so nothing serious could be seen or ruled out.`,
      }),
  };
}
