import { type Judgement, many } from "earnest";
import type { PageOptions } from "../pageOptions.ts";

/** What stands above the whole page: that a later report takes its place, or why it is a draft; empty where neither is so. */
export function ribbonSays({ run, flow }: Judgement, { supersededBy }: PageOptions): string {
  if (supersededBy !== null) return `Superseded by ${supersededBy}: read that report in place of this one.`;
  if (flow.missing > 0)
    return `Draft: the run was cut off, and ${many(flow.missing, "case")} of it ${flow.missing === 1 ? "is" : "are"} missing.`;
  if (run.endedAt === null) return "Draft: the run never came to its end.";
  return run.rulesChanged ? "Draft: the rules changed after the run, and these are the answers by the new ones." : "";
}
