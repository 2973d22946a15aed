import type { Judgement } from "earnest";

/** How many runs an answer rests on: what the newest alone was told, such as its limit, is then not what all of them were. */
export function countedRuns(runs: Judgement["runs"]): number {
  return runs.filter(({ otherVersion }) => !otherVersion).length;
}
