import type { Judgement } from "earnest";

/** A judgement as indented JSON, with a line feed at the end. */
export function jsonReport(judgement: Judgement): string {
  return `${JSON.stringify(judgement, null, 2)}\n`;
}
