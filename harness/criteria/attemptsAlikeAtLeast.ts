import { binomTail } from "../stats/binomTail.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import { count, limitPercent, many, percentDown, percentUp } from "../words.ts";
import { checkCount, checkSettings } from "./checkParams.ts";
import type { Criterion, FindingVerdict } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { checkShare } from "./share.ts";

const NAME = "attemptsAlikeAtLeast";

/**
 * Does it decide the same when asked again? Of the cases with several attempts in which the agent proposed the action, the share whose attempts
 * all proposed the same, by the suite's own comparators; the range is for one look at a number of cases fixed beforehand. Source: Clopper & Pearson 1934.
 */
export function attemptsAlikeAtLeast(floor: number, settings: { readonly cases: number }): Criterion {
  checkShare(NAME, floor);
  checkSettings(NAME, settings, `${NAME}(0.9, { cases: 100 })`);
  const { cases } = settings;
  checkCount(NAME, "cases", cases);
  return criterionOf(
    {
      name: NAME,
      params: { floor, cases },
      question: "Does it decide the same when asked again?",
      limit: `All attempts alike in at least ${limitPercent(floor)} of at least ${many(cases, "case")}`,
    },
    ({ facts: { attempts } }) => {
      const { repeated, alike } = attempts;
      if (repeated === 0) {
        return {
          verdict: "insufficient",
          because: "No case in which the agent proposed this was put to it more than once.",
          fact: "asked once",
          change: `${many(cases, "case")} with several attempts.`,
          numbers: { repeated, alike, floor, cases, p: 1 },
        };
      }
      const { low, high } = clopperPearson(alike, repeated);
      const verdict: FindingVerdict = high < floor ? "not-met" : low >= floor && repeated >= cases ? "met" : "insufficient";
      const room = verdict === "met" ? roomIn(attempts, floor) : undefined;
      const change = {
        met: `${many(room ?? 1, "more case")} whose attempts differ.`,
        "not-met": `fewer cases whose attempts differ; ${count(repeated - alike)} of ${count(repeated)} are too many.`,
        insufficient: moreOf(attempts, floor, cases),
      };
      return {
        verdict,
        because: `All attempts came to the same in ${count(alike)} of ${many(repeated, "case")}, which leaves ${percentDown(low)} to ${percentUp(high)} (95% confidence, a range for one look). The limit is ${limitPercent(floor)} of at least ${many(cases, "case")}.`,
        fact: verdict === "not-met" ? `at most ${percentUp(high)}` : `at least ${percentDown(low)}`,
        detail: `${count(alike)} of ${count(repeated)}`,
        change: change[verdict],
        numbers: {
          repeated,
          alike,
          low,
          high,
          floor,
          cases,
          // For one look: what several action types at once are corrected by.
          p: repeated >= cases ? binomTail(alike, repeated, floor).atLeast : 1,
          ...(room === undefined ? {} : { room }),
        },
      };
    },
  );
}

type Attempts = { readonly repeated: number; readonly alike: number };

function roomIn({ repeated, alike }: Attempts, floor: number): number {
  let more = 1;
  while (more < alike && clopperPearson(alike - more, repeated).low >= floor) more++;
  return more;
}

function moreOf({ repeated, alike }: Attempts, floor: number, cases: number): string {
  const short = Math.max(0, cases - repeated);
  // More cases narrow the range where the rate seen lies above the floor; the step keeps the search short.
  for (let more = short; more <= 100_000 && alike / repeated > floor; more = Math.max(more + 1, Math.ceil(more * 1.05))) {
    const n = repeated + more;
    if (clopperPearson(Math.floor((alike / repeated) * n), n).low >= floor)
      return `about ${many(more, "more case")} with several attempts, if as many of them are alike.`;
  }
  return alike / repeated > floor
    ? "more cases with several attempts than can be counted on."
    : `fewer cases whose attempts differ: at ${percentDown(alike / repeated)} no number of cases will do.`;
}
