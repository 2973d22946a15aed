import { count, duration, isQuantileSeen, percentUp, type TypeJudgement } from "earnest";
import { DRILL_WORDS } from "earnest/drill";

type DrillStats = TypeJudgement["drills"]["stats"][number];
type Times = DrillStats["times"];

/** Times of every kind of drill on every system, those that had to start a process apart. */
export function drillTimes(stats: readonly DrillStats[]) {
  return stats.flatMap((one) => {
    const { cold, warm, times } = one;
    const word = `${DRILL_WORDS[one.drill]}, on ${one.about}`;
    const load =
      one.load === null
        ? ""
        : `under load: ${count(one.load.asked)} a second asked for, ${count(one.load.done)} done, ${count(one.load.failed)} failed`;
    const line = (of: Times, which: string) => ({ word, load, which, ...cellsOf(of, one) });
    return cold === null || warm === null
      ? [line(times, "all alike")]
      : [line(warm, "the process was there already"), line(cold, "the process had to start first")];
  });
}

function cellsOf({ n, endless, quantiles, max }: Times, { failAtMost, n: all }: DrillStats) {
  const [half, most, nearlyAll] = quantiles;
  return {
    n: endless === 0 ? count(n) : `${count(n)}, ${count(endless)} not held`,
    half: quantile(half, n),
    most: quantile(most, n),
    nearlyAll: quantile(nearlyAll, n),
    max: max === null ? "no end" : duration(max / 1000),
    // It is about all drills of the kind, cold and warm.
    fail: failAtMost === null || n !== all ? "" : percentUp(failAtMost),
  };
}

function quantile(given: Times["quantiles"][number] | undefined, n: number): { readonly at: string; readonly limit: string } {
  if (given === undefined) return { at: "", limit: "" };
  const { ms, high, fewest } = given;
  const none = n < fewest ? `no limit yet: takes ${count(fewest)}` : "no limit: some did not hold";
  return {
    at: ms === null ? "no end" : isQuantileSeen(given, n) ? duration(ms / 1000) : "too few",
    limit: high === null ? none : `at most ${duration(high / 1000)}`,
  };
}
