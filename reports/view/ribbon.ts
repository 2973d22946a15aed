import { type Judgement, say } from "earnest";
import type { PageOptions } from "../pageOptions.ts";

/** What stands above the whole page: that a later report takes its place, or why it is a draft; empty where neither is so. */
export function ribbonSays({ run, flow }: Judgement, { supersededBy }: PageOptions): string {
  const { ribbon } = say.headlines;
  if (supersededBy !== null) return ribbon.superseded(supersededBy);
  if (flow.missing > 0) return ribbon.cutOff(flow.missing);
  if (run.endedAt === null) return ribbon.neverEnded;
  return run.rulesChanged ? ribbon.rulesChanged : "";
}
