import { limitPercent, lowered } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { askedShare, checkShare, shareAtMost } from "./share.ts";

/**
 * Is the business outcome no worse than with people, up to a margin? Of the cases that turned out well with the
 * person's decision and in which the agent proposed the action, the share in which it would have decided differently stays within `margin`.
 */
export function outcomesNoWorse(margin: number): Criterion {
  checkShare("outcomesNoWorse", margin);
  const criterion = {
    name: "outcomesNoWorse",
    params: { margin },
    question: "Is the business outcome no worse than with people?",
    limit: `Unlike the person’s decision in at most ${limitPercent(margin)} of the cases in which that turned out well`,
    asks: { share: "outcomes", line: 1 - margin },
  } as const;
  return {
    ...criterion,
    judge: (evidence, noun) => {
      const share = askedShare(evidence, "outcomes");
      const found = shareAtMost(criterion, share, margin, {
        of: `${noun} that turned out well`,
        one: "disagreement with a decision that turned out well",
        many: "disagreements with decisions that turned out well",
        nothing: "No case of this is known to have turned out well, so nothing can be said about the business outcome.",
      });
      if (share.n > 0) return found;
      return {
        ...found,
        fact: "no good outcome known",
        change: `cases whose outcome is known and good, by a rule in the suite that says which are; ${lowered(found.change)}`,
      };
    },
  };
}
