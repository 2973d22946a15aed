import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CaseBook, Judgement } from "earnest";
import { autonomySheet } from "../autonomySheet.ts";
import { gateReport } from "../gateReport.ts";
import { PAGE_OPTIONS, type PageOptions } from "../pageOptions.ts";
import type { RegisteredRungs } from "../view/registered.ts";

const FOLDER = join(import.meta.dirname, "../../test-results/pages");

/** Renders a report to disk and gives its address; processes that test at the same time do not share files. */
export function pageFile(name: string, judgement: Judgement, book: CaseBook, options: Partial<PageOptions> = {}): string {
  return written(name, gateReport(judgement, book, { ...PAGE_OPTIONS, ...options }));
}

/** Renders the autonomy sheets of a judgement in the same way. */
export function sheetFile(name: string, judgement: Judgement, registered: RegisteredRungs = null): string {
  return written(name, autonomySheet(judgement, [], registered));
}

function written(name: string, html: string): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}-${process.pid}.html`);
  writeFileSync(file, html);
  return pathToFileURL(file).href;
}
