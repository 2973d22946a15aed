import { many } from "../words.ts";
import { checkAmount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { daysDown, daysUp } from "./days.ts";

const NAME = "replayedContinuously";

/** Is it replayed all the time? The runs with new cases that count together span at least `days`, and no two in a row lie more than `pause` days apart. */
export function replayedContinuously(settings: { readonly days: number; readonly pause: number }): Criterion {
  checkSettings(NAME, settings, "replayedContinuously({ days: 28, pause: 2 })");
  const { days, pause } = settings;
  checkAmount(NAME, "days", days);
  checkAmount(NAME, "pause", pause);
  return criterionOf(
    {
      name: NAME,
      params: { days, pause },
      question: "Is it replayed all the time?",
      limit: `Runs with new cases over at least ${daysUp(days)}, never more than ${daysUp(pause)} apart`,
    },
    ({ facts: { nights } }) => {
      const { runs, longestPause } = nights;
      const numbers = { runs, days: nights.days, longestPause, limit: days, pauseLimit: pause };
      const detail = `${many(runs, "run")}, ${daysUp(longestPause)} apart at most`;
      const asked = `The limit is ${daysUp(days)} without a pause of more than ${daysUp(pause)}.`;
      if (longestPause > pause) {
        return {
          verdict: "not-met",
          because: `The replay paused for ${daysUp(longestPause)} between two of ${many(runs, "run")}. ${asked}`,
          fact: `paused ${daysUp(longestPause)}`,
          detail,
          change: `runs over ${daysUp(days)} with no pause longer than ${daysUp(pause)}, judged without those before the pause.`,
          numbers,
        };
      }
      const because = `${runs === 1 ? "One run" : many(runs, "run")} ${runs === 1 ? "covers" : "cover"} ${daysDown(nights.days)} of replay. ${asked}`;
      const found = { because, fact: daysDown(nights.days), detail };
      if (nights.days < days)
        return { ...found, verdict: "insufficient", change: `runs over ${daysUp(days - nights.days)} more.`, numbers };
      return { ...found, verdict: "met", change: `a pause of more than ${daysUp(pause)} between two runs.`, numbers };
    },
  );
}
