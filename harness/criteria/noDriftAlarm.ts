import { NIGHTS } from "../evidence/driftCount.ts";
import { many } from "../words.ts";
import { checkCount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";

const NAME = "noDriftAlarm";
const FALSE = `If nothing changed, a false alarm comes on average no sooner than every ${NIGHTS} nights.`;

/**
 * Is the agent watched, and still as it was? The drift watch looked at `nights` runs at least, and no alarm rang. An alarm is no proof: where
 * nothing changed, one rings on average no sooner than every `NIGHTS` nights. So it belongs to what holds, not to what costs a rung.
 */
export function noDriftAlarm(settings: { readonly nights: number }): Criterion {
  checkSettings(NAME, settings, "noDriftAlarm({ nights: 20 })");
  const { nights } = settings;
  checkCount(NAME, "nights", nights);
  return criterionOf(
    {
      name: NAME,
      params: { nights },
      question: "Is it still as it was?",
      limit: `No drift alarm, watched over at least ${many(nights, "run")}`,
    },
    ({ facts: { drift } }) => {
      if (drift === null) {
        return {
          verdict: "insufficient",
          because: "No drift watch looked at these runs.",
          fact: "not watched",
          change: `${many(nights, "run")} under a drift watch, without an alarm.`,
          numbers: { nights: 0, limit: nights },
        };
      }
      const numbers = { nights: drift.nights, base: drift.base, limit: nights };
      const detail = `${many(drift.nights, "run")} watched`;
      if (drift.alarm !== null) {
        return {
          verdict: "not-met",
          because: `The drift alarm rang in the run of ${drift.alarm.slice(0, 10)}: the agent may no longer do as it did. ${FALSE}`,
          fact: "alarm",
          detail,
          change: `the cause found, and ${many(nights, "run")} of a new version without an alarm.`,
          numbers,
        };
      }
      const because = `No drift alarm rang in ${many(drift.nights, "run")}; the limit is ${many(nights, "run")} without one. ${FALSE}`;
      const more = nights - drift.nights;
      if (more > 0)
        return {
          verdict: "insufficient",
          because,
          fact: many(drift.nights, "run"),
          detail,
          change: `${many(more, "more run")} without an alarm.`,
          numbers,
        };
      return { verdict: "met", because, fact: "no alarm", detail, change: "a drift alarm.", numbers };
    },
  );
}
