import type { Judgement } from "earnest";
import type { PageOptions } from "../pageOptions.ts";
import { VERSION } from "./version.ts";

export const PAGE_SCHEMA = "earnest/page/1";

/** What a page was drawn from, with the `answer` that it leads with, for programs: JSON that ends no script and holds nothing but ASCII. */
export function drawnRecord(judgement: Judgement, answer: string, options: PageOptions): string {
  const { runs, suite, files, drillLedgers, drillsLeftOut, types, reviewed } = judgement;
  const record = {
    schema: PAGE_SCHEMA,
    earnest: VERSION,
    answer,
    answers: types.map(({ type, decided: { verdict, at, to } }) => ({ type, verdict, at, to })),
    runs: runs.map(({ id, head }) => ({ id, head })),
    rules: suite.digest,
    files,
    drillLedgers: drillLedgers.map(({ id, head }) => ({ id, head })),
    drillsLeftOut: drillsLeftOut.map(({ id }) => ({ id })),
    reviews: (reviewed?.logs ?? []).map(({ run, head }) => ({ run, head })),
    options,
  };
  return JSON.stringify(record).replaceAll(/[<>&]|[^ -~]/g, codeOf);
}

function codeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
