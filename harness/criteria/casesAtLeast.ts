import { count, many } from "../words.ts";
import { checkCount } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { unproposed } from "./unproposed.ts";

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
    (evidence) => {
      const { proposed, shares } = evidence;
      const { clusters } = shares.agreement;
      // A cluster is one vote, here too.
      const votes = Math.min(proposed.n, clusters);
      const short = n - votes;
      const counted = votes < proposed.n ? ` of ${many(votes, "cluster")}, which count as so many` : "";
      const seen = proposed.n === 0 ? unproposed(evidence) : `The agent proposed this in ${many(proposed.n, "case")}${counted}`;
      const known =
        votes < proposed.n
          ? { fact: many(votes, "cluster"), detail: `of ${count(n)} asked for; ${many(proposed.n, "case")} in them` }
          : { fact: many(proposed.n, "case"), detail: `of ${count(n)} asked for` };
      if (short > 0) {
        return {
          ...known,
          verdict: "insufficient",
          because: `${seen}; the limit is ${count(n)}.`,
          change: `${many(short, votes < proposed.n ? "more cluster" : "more case")} in which it proposes this.`,
          numbers: { n: proposed.n, votes, limit: n, more: short },
        };
      }
      return {
        ...known,
        verdict: "met",
        because: `${seen}; the limit is ${count(n)}.`,
        change: `${many(1 - short, votes < proposed.n ? "cluster" : "case")} fewer in which it proposes this.`,
        numbers: { n: proposed.n, votes, limit: n, room: 1 - short },
      };
    },
  );
}
