import { type Command, InvalidArgumentError, Option } from "commander";
import { PAGE_OPTIONS, type PageOptions } from "../../reports/pageOptions.ts";

/** How a page is to be drawn, as flags. */
export interface PageFlags {
  readonly focus?: string;
  readonly fonts?: PageOptions["fonts"];
  readonly supersededBy?: string;
}

/** Longest name of a report that takes the place of another. */
const NAME = 120;

/** Adds the flags that say how a page is drawn. */
export function pageFlags(command: Command): Command {
  return command
    .addOption(new Option("--focus <type>", "a page about this action type: it comes first, the others are folded"))
    .addOption(
      new Option("--fonts <which>", "fonts inside the page, or those of the reader's system").choices(["embedded", "system"]),
    )
    .addOption(
      new Option("--superseded-by <report>", "say on top of the page that this report takes its place").argParser(reportName),
    );
}

/** The options of a page that flags ask for; the others as usual. */
export function pageOptions({ focus, fonts, supersededBy }: PageFlags): PageOptions {
  return {
    ...PAGE_OPTIONS,
    ...(focus === undefined ? {} : { focus }),
    ...(fonts === undefined ? {} : { fonts }),
    ...(supersededBy === undefined ? {} : { supersededBy }),
  };
}

function reportName(text: string): string {
  const name = text.trim();
  if (name !== "" && name.length <= NAME) return name;
  throw new InvalidArgumentError(`expected the name of a report, of at most ${NAME} characters`);
}
