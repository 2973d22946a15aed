import { count, many } from "../words.ts";
import { checkAmount } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { daysDown, daysUp } from "./days.ts";

/**
 * Does it hold over time? The calendar days that the middle 90% of the dated cases in which the agent proposed the action span, from the 5th
 * to the 95th percentile, so that a stray date makes no history.
 */
export function spanAtLeast(days: number): Criterion {
  checkAmount("spanAtLeast", "a number of days", days);
  return criterionOf(
    {
      name: "spanAtLeast",
      params: { days },
      question: "Do the cases span enough time?",
      limit: `Cases from at least ${daysUp(days)}, the earliest and the latest 5% aside`,
    },
    ({ facts: { span } }) => {
      const { dated, undated } = span;
      const numbers = { days: span.middle, limit: days, dated, undated };
      const detail =
        undated === 0
          ? `${many(dated, "case")} with a date`
          : `${count(undated)} of ${many(dated + undated, "case")} without a date`;
      if (dated === 0) {
        return {
          verdict: "insufficient",
          because: "No case in which the agent proposed this says when it was.",
          fact: "no dates",
          detail,
          change: `dated cases from at least ${daysUp(days)}.`,
          numbers,
        };
      }
      const because = `The middle 90% of the cases in which the agent proposed this span ${daysDown(span.middle)}; the limit is ${daysUp(days)}.`;
      const found = { because, fact: daysDown(span.middle), detail };
      if (span.middle < days)
        return { ...found, verdict: "insufficient", change: `cases from ${daysUp(days - span.middle)} more.`, numbers };
      return { ...found, verdict: "met", change: `cases from fewer than ${daysUp(days)}.`, numbers };
    },
  );
}
