import { limitPercent } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { askedShare, checkShare, shareAtLeast } from "./share.ts";
import { unproposed } from "./unproposed.ts";

/** Would people take its drafts, light edits aside? Of the cases in which the agent proposed the action, the share that differs in minor details at most. */
export function acceptedAtLeast(floor: number): Criterion {
  checkShare("acceptedAtLeast", floor);
  const criterion = {
    name: "acceptedAtLeast",
    params: { floor },
    question: "Would people take its drafts with light edits?",
    limit: `At least ${limitPercent(floor)} of drafts the same, or different in minor details only`,
    asks: { share: "accepted", line: floor },
  } as const;
  return {
    ...criterion,
    judge: (evidence, noun) =>
      shareAtLeast(criterion, askedShare(evidence, "accepted"), floor, {
        of: noun,
        one: "unfit draft",
        verb: "drafts as the person decided, light edits aside, in",
        nothing: `${unproposed(evidence)}, so there is no draft to take.`,
      }),
  };
}
