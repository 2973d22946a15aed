import { bisect, smallestWhole } from "./bisect.ts";
import { cusumArl } from "./cusumArl.ts";
import { refuseUnlessInside } from "./refuse.ts";

/** A chart in whole steps: it climbs `missStep` on a miss and sinks 1 on a match, as one tuned to the miss rate `worse` does. */
export interface CusumSteps {
  readonly missStep: number;
  /** The miss rate for which whole steps are exact; as near to the one asked for as they come. */
  readonly worse: number;
}

/**
 * The chart of whole steps nearest to one that should notice the miss rate `worse` above the `usual` one; null where one miss
 * weighs no more than one match, so that there is none. Throws a RangeError unless 0 < usual < worse < 1.
 * Source: Reynolds & Stoumbos 1999, J. of Quality Technology 31, who choose the worse rate so that the steps come out whole.
 */
export function cusumSteps(usual: number, worse: number): CusumSteps | null {
  refuseUnlessInside("the usual miss rate", usual);
  refuseUnlessInside("the worse miss rate", worse);
  if (!(usual < worse)) throw new RangeError(`expected a worse miss rate above the usual ${usual}, got ${worse}`);
  // Falls from (1 - usual) / usual, where the two rates meet, to 0.
  const ratio = (rate: number) => Math.log(rate / usual) / -Math.log1p((usual - rate) / (1 - usual));
  const most = Math.ceil((1 - usual) / usual - 1e-9) - 1;
  if (most < 1) return null;
  const missStep = Math.min(most, Math.max(1, Math.round(ratio(worse))));
  return { missStep, worse: bisect((rate) => rate === usual || ratio(rate) > missStep, usual, 1) };
}

/**
 * The lowest alarm, in whole steps, that rings falsely after at least `cases` cases on average, and after how many exactly it does.
 * Throws a RangeError unless cases is at least 1 and finite. Source: `cusumArl`.
 */
export function cusumAlarm(missStep: number, usual: number, cases: number): { readonly alarm: number; readonly cases: number } {
  if (!(cases >= 1 && cases < Number.POSITIVE_INFINITY)) throw new RangeError(`expected at least one case, got ${cases}`);
  const run = (alarm: number) => cusumArl({ missStep, alarm, missRate: usual });
  const alarm = smallestWhole((height) => run(height) >= cases, 1) as number;
  return { alarm, cases: run(alarm) };
}
