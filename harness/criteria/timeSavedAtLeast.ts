import { count, limitPercent, many, percentDown } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { checkShare } from "./share.ts";

/** A share of the time of fewer decisions than this hangs on single ones. */
const FEWEST = 30;

/** Does it save time? Of the seconds that people took for decisions of this type, the share in those that the agent would have taken alike, alone. */
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
          numbers: { timed, limit: share },
        };
      }
      const { timed, untimed, seconds, alike, alikeSeconds } = time;
      const saved = alikeSeconds / seconds;
      const found = {
        because: `The agent would have taken alike ${count(alike)} of ${many(timed, "timed decision")}, and with them ${percentDown(saved)} of the time people took. The limit is ${limitPercent(share)}.`,
        fact: percentDown(saved),
        detail: `${hours(alikeSeconds, Math.floor)} of ${hours(seconds, Math.ceil)}${untimed === 0 ? "" : `; ${count(untimed)} not timed`}`,
        numbers: { timed, untimed, seconds, alike, alikeSeconds, saved, limit: share },
      };
      if (saved >= share) return { ...found, verdict: "met", change: `less than ${limitPercent(share)} of the time saved.` };
      return {
        ...found,
        verdict: "not-met",
        change: `${hours(share * seconds - alikeSeconds, Math.ceil)} more in decisions that it takes alike.`,
      };
    },
  );
}

function hours(seconds: number, round: (tenths: number) => number): string {
  return `${round(Number((seconds / 360).toFixed(9))) / 10} h`;
}
