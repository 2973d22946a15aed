import { type Command, Option } from "commander";
import { drillDirsOption } from "./drillDirs.ts";
import { dataOption, jsonOption, suiteOption } from "./options.ts";
import { registerOption } from "./registerOptions.ts";

const more = (one: string, before: readonly string[] = []) => [...before, one];

/** What `sheet` takes. */
export function sheetOptions(command: Command): Command {
  return command
    .argument("<run...>", "folder of a run, such as .earnest/runs/<id>")
    .addOption(
      new Option(
        "--type <type>",
        "this action type only; may be given more than once (default: every row of the suite)",
      ).argParser(more),
    )
    .addOption(registerOption())
    .addOption(drillDirsOption())
    .addOption(suiteOption())
    .addOption(dataOption())
    .addOption(
      new Option("-o, --output <file>", "where to, by its ending: .html or .md; may be given more than once")
        .argParser(more)
        .default([], "autonomy.html in the run folder"),
    )
    .addOption(jsonOption());
}
