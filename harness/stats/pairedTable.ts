import { refuseUnlessWhole } from "./refuse.ts";

/** The same cases through two versions: how many matched in both, in the first only, in the second only, in neither. */
export interface PairedTable {
  readonly both: number;
  readonly first: number;
  readonly second: number;
  readonly neither: number;
}

/** An estimated difference and its two-sided interval; the estimate is null where there is nothing to subtract. */
export interface Difference {
  readonly estimate: number | null;
  readonly low: number;
  readonly high: number;
}

/** The number of pairs; throws a RangeError on counts that are not counts. */
export function pairsOf({ both, first, second, neither }: PairedTable): number {
  for (const count of [both, first, second, neither]) refuseUnlessWhole("a count of pairs", count);
  return both + first + second + neither;
}
