import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Judgement } from "earnest";
import type { PageOptions } from "../pageOptions.ts";

export const PAGE_SCHEMA = "earnest/page/1";

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as { version: string };

/** What a page was drawn from, for programs: JSON that ends no script and holds nothing but ASCII. */
export function drawnRecord(judgement: Judgement, options: PageOptions): string {
  const { headline, runs, suite, files, drillLedgers, drillsLeftOut, types, reviewed } = judgement;
  const record = {
    schema: PAGE_SCHEMA,
    earnest: version,
    answer: headline,
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
