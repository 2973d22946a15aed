import { count, limitPercent, many, percentDown } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { checkShare } from "./share.ts";

/** Can every record be replayed? Of the records that a replay was asked to cover, the share it did; what is only missing yet may still come. */
export function replayCoverageAtLeast(share = 1): Criterion {
  checkShare("replayCoverageAtLeast", share);
  return criterionOf(
    {
      name: "replayCoverageAtLeast",
      params: { share },
      question: "Can every record be replayed?",
      limit: `${share === 1 ? "All" : `At least ${limitPercent(share)}`} of the records replayed, every lookup answered by the recording`,
    },
    ({ facts: { replay } }) => {
      const { records, replayed, missing, excluded, unrecorded, imported } = replay;
      const numbers = { records, replayed, missing, excluded, unrecorded, limit: share };
      if (imported) {
        return {
          verdict: "not-met",
          because: "The proposals were recorded elsewhere: nothing was replayed.",
          fact: "not replayed",
          change: "a run that replays the cases through the agent.",
          numbers,
        };
      }
      if (records === 0) {
        return {
          verdict: "insufficient",
          because: "There was no record to replay.",
          fact: "no records",
          change: "records to replay.",
          numbers,
        };
      }
      // The slack keeps 0.95 of 100 from being 95.00000000000001 records.
      const needed = Math.ceil(share * records - 1e-9);
      const part = percentDown(replayed / records);
      const reasons = reasonsOf({ missing, excluded, unrecorded });
      const because = `${count(replayed)} of ${many(records, "record")} ${replayed === 1 ? "was" : "were"} replayed${reasons === "" ? "" : `: ${reasons}`}. The limit is ${limitPercent(share)}.`;
      const found = { because, fact: part, detail: `${count(replayed)} of ${many(records, "record")}` };
      if (replayed >= needed) {
        const room = replayed - needed + 1;
        return {
          ...found,
          verdict: "met",
          change: `${many(room, "record")} that cannot be replayed.`,
          numbers: { ...numbers, room },
        };
      }
      const short = needed - replayed;
      if (replayed + missing >= needed)
        return {
          ...found,
          verdict: "insufficient",
          change: `the run gone on with: ${many(short, "more record")} replayed.`,
          numbers,
        };
      return {
        ...found,
        verdict: "not-met",
        change: `${many(short, "more record")} that can be replayed, with every lookup recorded.`,
        numbers,
      };
    },
  );
}

function reasonsOf({
  missing,
  excluded,
  unrecorded,
}: {
  readonly missing: number;
  readonly excluded: number;
  readonly unrecorded: number;
}): string {
  return [
    ...(missing > 0 ? [`${count(missing)} not put to the agent`] : []),
    ...(excluded > 0 ? [`${count(excluded)} left out`] : []),
    ...(unrecorded > 0 ? [`${count(unrecorded)} with a lookup that the recording does not answer`] : []),
  ].join(", ");
}
