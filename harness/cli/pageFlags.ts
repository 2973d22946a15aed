import { type Command, InvalidArgumentError, Option } from "commander";
import { LARGEST_PAGE, PAGE_OPTIONS, type PageOptions, REPORT_NAME } from "../../reports/pageOptions.ts";
import { EarnestError } from "../errors.ts";

/** How a page is to be drawn, as the command line says it. */
export interface PageFlags {
  readonly cases?: PageOptions["cases"];
  readonly audience?: "board";
  readonly maxSize?: number;
  readonly focus?: string;
  readonly fonts?: PageOptions["fonts"];
  readonly supersededBy?: string;
}

/** What `run`, `judge` and `report` take for the pages they draw. */
export function withPageFlags(command: Command): Command {
  return command
    .addOption(new Option("--focus <type>", "a page about this action type: it comes first, the others are folded"))
    .addOption(
      new Option(
        "--cases <which>",
        `whose content goes into the page: of no case, of those worth reading first, of those that differ, or of all there is room for (default: ${PAGE_OPTIONS.cases})`,
      ).choices(["none", "worst", "disagreements", "all"]),
    )
    .addOption(new Option("--audience <who>", "draw the page for a board: the same as --cases none").choices(["board"]))
    .addOption(
      new Option(
        "--max-size <MB>",
        `how large the page may become; cases fill it, and none larger is written (default: ${PAGE_OPTIONS.megabytes} with cases, and 25 without any)`,
      ).argParser(megabytes),
    )
    .addOption(
      new Option("--fonts <which>", "fonts inside the page, or those of the reader's system").choices(["embedded", "system"]),
    )
    .addOption(
      new Option("--superseded-by <report>", "say on top of the page that this report takes its place").argParser(reportName),
    );
}

/** Throws USAGE for an audience whose page cannot hold the cases that are asked for. */
export function pageOptionsOf({ cases, audience, maxSize, focus, fonts, supersededBy }: PageFlags): PageOptions {
  if (audience !== undefined && cases !== undefined && cases !== "none")
    throw new EarnestError("USAGE", `--audience ${audience} leaves the content of cases out, and --cases ${cases} asks for it`, {
      next: "Leave one of the two out",
    });
  return {
    ...PAGE_OPTIONS,
    cases: audience === undefined ? (cases ?? PAGE_OPTIONS.cases) : "none",
    megabytes: maxSize ?? PAGE_OPTIONS.megabytes,
    ...(focus === undefined ? {} : { focus }),
    ...(fonts === undefined ? {} : { fonts }),
    ...(supersededBy === undefined ? {} : { supersededBy }),
  };
}

function megabytes(text: string): number {
  const n = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && n > 0 && n <= LARGEST_PAGE) return n;
  throw new InvalidArgumentError(`expected megabytes, above 0 and up to ${LARGEST_PAGE}`);
}

function reportName(text: string): string {
  const name = text.trim();
  if (REPORT_NAME.test(name)) return name;
  throw new InvalidArgumentError(
    "expected the name of a report: up to 60 letters, digits, and the marks . _ -, with one blank at most",
  );
}
