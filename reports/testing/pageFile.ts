import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CaseBook, Judgement } from "earnest";
import { gateReport } from "../gateReport.ts";

const FOLDER = join(import.meta.dirname, "../../test-results/pages");

/** Renders a report to disk and gives its address; processes that test at the same time do not share files. */
export function pageFile(name: string, judgement: Judgement, book: CaseBook): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}-${process.pid}.html`);
  writeFileSync(file, gateReport(judgement, book));
  return pathToFileURL(file).href;
}
