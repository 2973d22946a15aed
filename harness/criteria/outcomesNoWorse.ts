import { limitPercent, lowered } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { askedShare, checkShare, shareAtMost } from "./share.ts";

/**
 * Is the business outcome no worse than with people, up to a margin? Of the cases with outcome data in which the agent proposed the action,
 * the share in which the person's decision turned out well and the agent would have decided differently stays within `margin`.
 */
export function outcomesNoWorse(margin: number): Criterion {
  checkShare("outcomesNoWorse", margin);
  const criterion = {
    name: "outcomesNoWorse",
    params: { margin },
    question: "Is the business outcome no worse than with people?",
    limit: `A good outcome put at risk in at most ${limitPercent(margin)} of the cases whose outcome is known`,
    asks: { share: "outcomes", line: 1 - margin },
  } as const;
  return {
    ...criterion,
    judge: (evidence, noun) => {
      const share = askedShare(evidence, "outcomes");
      const found = shareAtMost(criterion, share, margin, {
        of: `${noun} whose outcome is known`,
        one: "good outcome put at risk",
        many: "good outcomes put at risk",
        nothing: "No case of this carries outcome data, so nothing can be said about the business outcome.",
      });
      if (share.n > 0) return found;
      return {
        ...found,
        fact: "no outcome data",
        change: `cases with outcome data, and a rule in the suite that says which outcomes are good; ${lowered(found.change)}`,
      };
    },
  };
}
