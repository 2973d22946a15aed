import { type Judgement, say } from "earnest";
import type { PageOptions } from "../pageOptions.ts";

/** What stands above the whole page: that a later report takes its place, and why it is a draft; empty where neither is so. */
export function ribbonSays(judgement: Judgement, { supersededBy }: PageOptions): string {
  const superseded = supersededBy === null ? "" : say.headlines.ribbon.superseded(supersededBy);
  return [superseded, draftSaid(judgement)].filter((part) => part !== "").join(" ");
}

function draftSaid({ run, flow }: Judgement): string {
  const { ribbon } = say.headlines;
  if (flow.missing > 0) return ribbon.cutOff(flow.missing);
  if (run.endedAt === null) return ribbon.neverEnded;
  return run.rulesChanged ? ribbon.rulesChanged : "";
}
