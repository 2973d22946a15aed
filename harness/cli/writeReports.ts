import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import type { PageOptions } from "../../reports/pageOptions.ts";
import { EarnestError, messageOf } from "../errors.ts";
import type { Judged } from "../run/judge.ts";
import { makePreflight } from "../run/preflight.ts";
import { count, many } from "../words.ts";
import { findBrowser } from "./findBrowser.ts";
import { tell } from "./say.ts";
import type { PageFile } from "./sidecar.ts";
import { writeWhole } from "./writeWhole.ts";

type Renderer = (judged: Judged, options: PageOptions, to: PageFile) => string | Uint8Array | Promise<string | Uint8Array>;

/** What an output file's ending asks for, in the order of writing; loaded when it is asked for, since most commands draw nothing. */
const RENDERERS: Readonly<Record<string, () => Promise<Renderer>>> = {
  ".json": async () => {
    const { jsonReport } = await import("../../reports/jsonReport.ts");
    return ({ judgement }) => jsonReport(judgement);
  },
  ".md": async () => {
    const { markdownReport } = await import("../../reports/markdownReport.ts");
    return ({ judgement }) => markdownReport(judgement);
  },
  ".xml": async () => {
    const { junitReport } = await import("../../reports/junitReport.ts");
    return ({ judgement }) => junitReport(judgement);
  },
  ".csv": async () => {
    const { csvReport } = await import("../../reports/csvReport.ts");
    return async ({ judgement, book }) => {
      using preflight = await makePreflight(judgement.run);
      for (const entry of book.entries) preflight.lookAtName(entry);
      const n = preflight.unredacted;
      if (n > 0)
        tell(
          `  ${many(n, "case")} in the CSV ${n === 1 ? "has" : "have"} an id that looks like personal data, or a slice: mind who gets it.`,
        );
      const left = book.total - book.entries.length;
      if (left > 0)
        tell(`  ${many(left, "case")} of ${count(book.total)} ${left === 1 ? "is" : "are"} left out of the CSV, for size.`);
      return csvReport(book);
    };
  },
  ".html": async () => {
    const { drawPage } = await import("./drawPage.ts");
    return drawPage;
  },
  ".pdf": async () => {
    const { drawPage } = await import("./drawPage.ts");
    const { printPdf } = await import("./printPdf.ts");
    return async (judged, options, { file, asked }) => {
      // Nothing opens on paper: of the cases, those that the page itself shows are enough, and no file goes beside it.
      const cases = options.cases === "none" ? "none" : "worst";
      const page = await drawPage(judged, { ...options, cases }, { file, runDirs: [dirname(resolve(file))], asked });
      const pdf = await printPdf(page, browser());
      tell(`  ${file} has ${many(pagesIn(pdf), "page")}.`);
      return pdf;
    };
  },
};

/** The reports every run folder gets. */
const USUAL = ["report.html", "report.json", "summary.md"];

/**
 * Writes the usual reports into the folder of the last run, or the named files instead, each whole or not at all; returns their paths.
 * `asked` are the megabytes that a page may take at most, where somebody said so.
 */
export async function writeReports(
  judged: Judged,
  runDirs: readonly string[],
  outputs: readonly string[],
  options: PageOptions,
  asked?: number,
): Promise<string[]> {
  const runDir = runDirs.at(-1) as string;
  const files = outputs.length > 0 ? [...outputs] : USUAL.map((name) => join(runDir, name));
  await sayPersonal(judged);
  // What holds cases can be refused, and a browser can fail; what needs neither is on disk by then.
  const order = Object.keys(RENDERERS);
  for (const file of files.toSorted((a, b) => order.indexOf(endingOf(a)) - order.indexOf(endingOf(b)))) {
    try {
      const draw = await rendererOf(file)();
      await writeWhole(file, await draw(judged, options, { file, runDirs, asked }));
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

/** So many places with what looks like personal data are named. */
const PLACES = 4;

/** Whoever wrote titles, rules and limits may have put an address into them: every report has it, and no redaction of cases takes it out. */
async function sayPersonal({ judgement }: Judged): Promise<void> {
  using preflight = await makePreflight(judgement.run);
  const places = preflight.places(judgement);
  if (places.length === 0) return;
  const more = places.length - PLACES;
  const named = `${places.slice(0, PLACES).join(", ")}${more > 0 ? ` and ${many(more, "more place")}` : ""}`;
  tell(
    `  Every report holds what looks like personal data outside its cases (in ${named}): mind who gets them, or change those words.`,
  );
}

/** As a Chromium writes them. */
function pagesIn(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString("latin1")
      .match(/\/Type\s*\/Page\b/g)?.length ?? 0
  );
}

/** Refuses, before anything is run, an output whose ending means nothing, that cannot be written where it is to be, or that nothing here can print. */
export function checkOutputs(outputs: readonly string[]): void {
  for (const file of outputs) {
    rendererOf(file);
    if (endingOf(file) === ".pdf") browser();
    const folder = dirname(resolve(file));
    if (!existsSync(folder))
      throw new EarnestError("OUTPUT", `there is no folder for the report ${file}`, {
        next: "Make the folder first, or name another file",
      });
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new EarnestError("OUTPUT", `${file} is a folder, not a file to write a report into`, { next: "Name another file" });
    try {
      accessSync(folder, constants.W_OK);
    } catch (cause) {
      throw new EarnestError("OUTPUT", `nothing may be written into the folder of the report ${file}`, {
        next: "Name a file in another folder",
        cause,
      });
    }
  }
}

function rendererOf(file: string): () => Promise<Renderer> {
  const renderer = RENDERERS[endingOf(file)];
  if (renderer !== undefined) return renderer;
  throw new EarnestError("USAGE", `no report is known by the ending of ${file}`, {
    next: `Use one of ${Object.keys(RENDERERS).join(", ")}`,
  });
}

function endingOf(file: string): string {
  return extname(file).toLowerCase();
}

function browser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  const named = process.env["EARNEST_BROWSER"];
  const is = named ? `: EARNEST_BROWSER names ${named}, which is not there` : "";
  throw new EarnestError("OUTPUT", `there is no Chromium to print a PDF with${is}`, {
    next: "Install chromium or Google Chrome, or name one in EARNEST_BROWSER; or write .html and print that from any browser",
  });
}
