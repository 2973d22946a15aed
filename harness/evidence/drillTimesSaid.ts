import { count, duration, many } from "../words.ts";
import type { DrillTimes, TimeQuantile } from "./drillStats.ts";

/** How long drills took, in a sentence: what was seen, and the limit that follows from it at 95%, or what one would take. */
export function drillTimesSaid(times: DrillTimes): string {
  const [half, , most] = times.quantiles;
  if (half?.ms == null || most === undefined)
    return "How long it takes cannot be said: a drill that does not hold is never over.";
  const seen = times.n === 1 ? "It was over" : "Half were over";
  return `${seen} within ${duration(half.ms / 1000)}; ${limitSaid(most, times)}.`;
}

/** Below so many times, a quantile seen would be the longest of them under another name. */
export function isQuantileSeen({ share }: Pick<TimeQuantile, "share">, n: number): boolean {
  return n * (1 - share) >= 1 - 1e-9;
}

function limitSaid({ high, fewest }: TimeQuantile, { n, endless }: DrillTimes): string {
  if (high !== null) return `19 of 20 within at most ${duration(high / 1000)} (95% confidence)`;
  if (n < fewest)
    return `no limit for 19 of 20 yet: it takes ${count(fewest)} drills, ${count(n)} ${n === 1 ? "was" : "were"} made`;
  return `no limit for 19 of 20: ${many(endless, "drill")} of ${count(n)} never came to that end`;
}
