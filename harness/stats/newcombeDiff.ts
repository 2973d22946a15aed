import type { Difference } from "./pairedTable.ts";
import type { Rate } from "./rate.ts";
import { refuseUnlessCounts } from "./refuse.ts";
import { wilson } from "./wilson.ts";

/**
 * The difference of two independent rates (first minus second), with an interval in closed form; for display.
 * Without cases on one side there is no estimate and [-1, 1]. Throws a RangeError on counts that are not counts.
 * Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10.
 */
export function newcombeDiff(first: Rate, second: Rate, confidence = 0.95): Difference {
  refuseUnlessCounts(first.count, first.n);
  refuseUnlessCounts(second.count, second.n);
  if (first.n === 0 || second.n === 0) return { estimate: null, low: -1, high: 1 };
  const [p, q] = [first.count / first.n, second.count / second.n];
  const [one, two] = [wilson(first.count, first.n, confidence), wilson(second.count, second.n, confidence)];
  const estimate = p - q;
  return {
    estimate,
    low: Math.max(-1, estimate - Math.hypot(p - one.low, two.high - q)),
    high: Math.min(1, estimate + Math.hypot(one.high - p, q - two.low)),
  };
}
