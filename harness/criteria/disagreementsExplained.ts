import { count, many, shorten } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { unproposed, unproposedFact } from "./unproposed.ts";

/** Is every disagreement explained? Each case in which the agent decided otherwise has a cause that a person named. */
export function disagreementsExplained(): Criterion {
  return criterionOf(
    {
      name: "disagreementsExplained",
      params: {},
      question: "Is every disagreement explained?",
      limit: "A named cause for each disagreement",
    },
    ({ proposed, facts }) => {
      const { disagreements } = facts;
      const n = disagreements?.n ?? proposed.n - proposed.matches;
      const { explained, unknown, causes } = disagreements ?? { explained: 0, unknown: 0, causes: [] };
      const open = n - explained - unknown;
      const numbers = { n, explained, unknown, open };
      const detail = `${count(explained)} of ${count(n)}`;
      if (proposed.n === 0) {
        return {
          verdict: "insufficient",
          because: `${unproposed({ facts })}, so there was nothing to disagree about.`,
          fact: unproposedFact({ facts }),
          change: "cases in which the agent proposes it.",
          numbers,
        };
      }
      if (unknown > 0) {
        return {
          verdict: "not-met",
          because: `People looked at ${many(unknown, "disagreement")} and found no cause; ${count(explained)} of ${count(n)} are explained.`,
          fact: `${count(unknown)} without a cause`,
          detail,
          change: `a cause for ${many(unknown, "disagreement")} that nobody could explain${open > 0 ? `, and a look at ${count(open)} more` : ""}.`,
          numbers,
        };
      }
      if (open > 0) {
        return {
          verdict: "insufficient",
          because: `Nobody has looked yet at ${count(open)} of ${many(n, "disagreement")}.`,
          fact: `${count(open)} not looked at`,
          detail,
          change: `a look at ${many(open, "disagreement")}, with a cause for each.`,
          numbers,
        };
      }
      const [top] = causes;
      const most = top === undefined ? "" : ` The most frequent is “${shorten(top.cause, 60)}” (${count(top.n)}).`;
      return {
        verdict: "met",
        because:
          n === 0
            ? `There is no disagreement to explain in ${many(proposed.n, "case")}.`
            : `${n === 1 ? "The one disagreement has" : `All ${count(n)} disagreements have`} a named cause.${most}`,
        fact: n === 0 ? "no disagreement" : "all explained",
        detail,
        change: "1 more disagreement that nobody has explained.",
        numbers: { ...numbers, room: 1 },
      };
    },
  );
}
