import type { TimeFacts } from "../evidence/typeFacts.ts";
import { smallestWhole } from "../stats/bisect.ts";
import { effectiveInterval, effectiveTail } from "../stats/kornGraubard.ts";
import { count, limitPercent, many, percent, percentDown, percentUp } from "../words.ts";
import type { Criterion, FindingVerdict } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { gateMethod } from "./gateMethod.ts";
import { checkShare } from "./share.ts";

/** A share of the time of fewer decisions than this hangs on single ones. */
const FEWEST = 30;
const FAR = 1_000_000;

/**
 * Does it save time? Of the seconds that people took for decisions of this type, the share in those that the agent would have taken alike,
 * alone: met by the low end of its range, not met by the high one, each for one look at a number of decisions fixed beforehand.
 * Source: the ratio of sums over clusters with the range by Korn & Graubard 1998, as `WeightedClusters`.
 */
export function timeSavedAtLeast(share: number): Criterion {
  checkShare("timeSavedAtLeast", share);
  return criterionOf(
    {
      name: "timeSavedAtLeast",
      params: { share },
      question: "Does it save people’s time?",
      limit: `At least ${limitPercent(share)} of the time people took, in at least ${FEWEST} timed decisions`,
    },
    ({ facts: { time } }) => {
      if (time === null || time.timed < FEWEST || time.seconds === 0) {
        const timed = time?.timed ?? 0;
        return {
          verdict: "insufficient",
          because: `${timed === 0 ? "No decision says" : `Only ${many(timed, "decision")} ${timed === 1 ? "says" : "say"}`} how long the person took; ${FEWEST} are the fewest to go by.`,
          fact: timed === 0 ? "no times" : `${count(timed)} timed`,
          change: `${many(Math.max(1, FEWEST - timed), "more decision")} with the time it took.`,
          numbers: { timed, limit: share, p: 1 },
        };
      }
      const { timed, untimed, seconds, alike, alikeSeconds, clusters, effective } = time;
      const saved = alikeSeconds / seconds;
      const { low, high } = rangeOf(saved, effective);
      const verdict: FindingVerdict = low >= share ? "met" : high < share ? "not-met" : "insufficient";
      const range = {
        met: `at least ${percentDown(low)}`,
        "not-met": `at most ${percentUp(high)}`,
        insufficient: `${percentDown(low)} to ${percentUp(high)}`,
      }[verdict];
      const among = clusters < timed ? `; ${many(clusters, "cluster")}` : "";
      return {
        verdict,
        because: `The agent would have taken alike ${count(alike)} of ${many(timed, "timed decision")}, and with them ${percentDown(saved)} of the time people took; with 95% confidence, a range for one look, ${range}. The limit is ${limitPercent(share)}.`,
        fact: range,
        detail: `${hours(alikeSeconds, Math.floor)} of ${hours(seconds, Math.ceil)}${among}${untimed === 0 ? "" : `; ${count(untimed)} not timed`}`,
        change: {
          met: `less than ${limitPercent(share)} of the time saved.`,
          "not-met": `${hours(share * seconds - alikeSeconds, Math.ceil)} more in decisions that it takes alike.`,
          insufficient: moreOf(time, share),
        }[verdict],
        numbers: {
          timed,
          untimed,
          seconds,
          alike,
          alikeSeconds,
          saved,
          clusters,
          effective,
          low,
          high,
          limit: share,
          p: effectiveTail(saved, effective, share),
        },
      };
    },
  );
}

/** Either end errs in 5%. */
function rangeOf(saved: number, effective: number) {
  return effectiveInterval(saved, effective, 1 - 2 * gateMethod.alpha);
}

/** More decisions like those seen narrow the range, where what they save lies above the limit. */
function moreOf({ timed, seconds, alikeSeconds, effective }: TimeFacts, share: number): string {
  const saved = alikeSeconds / seconds;
  if (saved <= share) return `decisions taken alike that save more: at today’s ${percent(saved)} no number of them will do.`;
  const more = smallestWhole((extra) => rangeOf(saved, effective * (1 + extra / timed)).low >= share, 1, FAR);
  return more === null
    ? "more timed decisions than can be counted on."
    : `about ${many(more, "more timed decision")} like these.`;
}

function hours(seconds: number, round: (tenths: number) => number): string {
  return `${round(Number((seconds / 360).toFixed(9))) / 10} h`;
}
