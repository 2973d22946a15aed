import { say } from "../sentences.ts";
import { count, many, percentUp } from "../words.ts";
import { checkCount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { ofFewer } from "./ofFewer.ts";
import { unproposed } from "./unproposed.ts";

const NAME = "noSerious";

/** Was there no serious disagreement at all? None in at least `cases` in which the agent proposed the action; one is too many. */
export function noSerious(settings: { readonly cases: number }): Criterion {
  checkSettings(NAME, settings, "noSerious({ cases: 300 })");
  const { cases } = settings;
  checkCount(NAME, "cases", cases);
  return criterionOf(
    {
      name: NAME,
      params: { cases },
      question: "Was there no serious disagreement?",
      limit: `None in at least ${many(cases, "case")}`,
    },
    (evidence, noun) => {
      const { proposed, serious, shares } = evidence;
      const { harmless } = shares;
      const { n } = proposed;
      // A cluster is one vote, here too.
      const votes = Math.min(n, harmless.clusters);
      const high = 1 - harmless.low;
      const numbers = { n, votes, serious, high, cases };
      const detail = `${count(serious)} of ${count(n)}${ofFewer(n, harmless.clusters)}`;
      if (serious > 0) {
        return {
          verdict: "not-met",
          because: `${many(serious, "serious disagreement")} in ${many(n, "case")}; the limit is none.`,
          fact: many(serious, "serious", "serious"),
          detail,
          change: `${many(cases, "case")} of a new version without a serious disagreement.`,
          numbers,
        };
      }
      if (n === 0) {
        return {
          verdict: "insufficient",
          because: `${unproposed(evidence)}, so nothing serious could be seen or ruled out.`,
          fact: "no cases",
          detail,
          change: `${many(cases, "case")} in which it proposes this, without a serious disagreement.`,
          numbers,
        };
      }
      const because = say.checks.noneSeen({ n, high, of: noun });
      const fact = `none; fewer than ${percentUp(high, 2)}`;
      if (votes < cases) {
        const short = cases - votes;
        return {
          verdict: "insufficient",
          because: `${because} The limit is none in ${many(cases, "case")}${votes < n ? `, and these are of ${many(votes, "cluster")}, which count as so many` : ""}.`,
          fact,
          detail,
          change: `${many(short, votes < n ? "more cluster" : "more case")} without a serious disagreement.`,
          numbers: { ...numbers, more: short },
        };
      }
      return { verdict: "met", because, fact, detail, change: "1 serious disagreement.", numbers: { ...numbers, room: 1 } };
    },
  );
}
