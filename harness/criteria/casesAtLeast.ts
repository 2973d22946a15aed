import { count, many } from "../words.ts";
import { checkCount } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { ofFewer } from "./ofFewer.ts";

/** Is it enough to go by? The cases in which the agent proposed the action. */
export function casesAtLeast(n: number): Criterion {
  checkCount("casesAtLeast", "a number of cases", n);
  return criterionOf(
    {
      name: "casesAtLeast",
      params: { n },
      question: "Were there enough cases?",
      limit: `At least ${many(n, "case")} in which it proposes this`,
    },
    ({ proposed, shares: { agreement } }) => {
      const short = n - proposed.n;
      const seen = proposed.n === 0 ? "never proposed this" : `proposed this in ${many(proposed.n, "case")}`;
      const known = {
        fact: many(proposed.n, "case"),
        detail: `of ${count(n)} asked for${ofFewer(proposed.n, agreement.clusters)}`,
      };
      if (short > 0) {
        return {
          ...known,
          verdict: "insufficient",
          because: `The agent ${seen}; the limit is ${count(n)}.`,
          change: `${many(short, "more case")} in which it proposes this.`,
          numbers: { n: proposed.n, limit: n, more: short },
        };
      }
      return {
        ...known,
        verdict: "met",
        because: `The agent ${seen}; the limit is ${count(n)}.`,
        change: `${many(1 - short, "case")} fewer in which it proposes this.`,
        numbers: { n: proposed.n, limit: n, room: 1 - short },
      };
    },
  );
}
