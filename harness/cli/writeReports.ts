import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { gateReport } from "../../reports/gateReport.ts";
import { jsonReport } from "../../reports/jsonReport.ts";
import { markdownReport } from "../../reports/markdownReport.ts";
import { EarnestError, messageOf } from "../errors.ts";
import type { Judged } from "../run/judge.ts";

/** What an output file's ending asks for. */
const RENDERERS: Readonly<Record<string, (judged: Judged) => string>> = {
  ".html": ({ judgement, book }) => gateReport(judgement, book),
  ".json": ({ judgement }) => jsonReport(judgement),
  ".md": ({ judgement }) => markdownReport(judgement),
};

/** The reports every run folder gets. */
const USUAL = ["report.html", "report.json", "summary.md"];

/** Writes the usual reports into the run folder, or the named files instead; returns their paths. */
export async function writeReports(judged: Judged, runDir: string, outputs: readonly string[]): Promise<string[]> {
  const files = outputs.length > 0 ? [...outputs] : USUAL.map((name) => join(runDir, name));
  for (const file of files) {
    try {
      await writeFile(file, rendererOf(file)(judged));
    } catch (cause) {
      if (cause instanceof EarnestError) throw cause;
      throw new EarnestError("OUTPUT", `cannot write the report: ${messageOf(cause)}`, {
        where: { file },
        next: "The evidence is safe in the ledger: earnest report can write it elsewhere",
        cause,
      });
    }
  }
  return files;
}

/** Refuses, before anything is run, an output whose ending means nothing or whose folder is not there. */
export function checkOutputs(outputs: readonly string[]): void {
  for (const file of outputs) {
    rendererOf(file);
    if (existsSync(dirname(resolve(file)))) continue;
    throw new EarnestError("OUTPUT", `there is no folder for the report ${file}`, {
      next: "Make the folder first, or name another file",
    });
  }
}

function rendererOf(file: string): (judged: Judged) => string {
  const renderer = RENDERERS[extname(file).toLowerCase()];
  if (renderer !== undefined) return renderer;
  throw new EarnestError("USAGE", `no report is known by the ending of ${file}`, {
    next: `Use one of ${Object.keys(RENDERERS).join(", ")}`,
  });
}
