import { type Command, InvalidArgumentError, Option } from "commander";
import { dataOption, jsonOption } from "./options.ts";

/** What `drill` takes. */
export function drillOptions(command: Command): Command {
  return command
    .argument("<suite>", "a suite file, or a folder that holds a suite.ts")
    .addOption(
      new Option("--action <type>", "this action type only; may be given more than once (default: all with drills)").argParser(
        more,
      ),
    )
    .addOption(new Option("--size <n>", "acts in a batch, instead of what each drill says").argParser(whole(1, 10_000)))
    .addOption(new Option("--times <n>", "how often each drill is done").argParser(whole(1, 10_000)).default(1))
    .addOption(
      new Option(
        "--fixture <engine>",
        "on this engine only, such as sqlite or pg; may be given more than once (default: all)",
      ).argParser(more),
    )
    .addOption(
      new Option(
        "--fault <drill>",
        "this drill only, such as humanEdit, or randomFaults; may be given more than once (default: all of the row)",
      ).argParser(more),
    )
    .addOption(
      new Option("--load <n>", "other operations a second on the same tables while it is undone")
        .argParser(whole(0, 10_000))
        .default(0),
    )
    .addOption(
      new Option("--seed <n>", "fixes which acts are drawn, and the order")
        .env("EARNEST_SEED")
        .argParser(whole(0, 2 ** 32 - 1))
        .default(1),
    )
    .addOption(
      new Option("--run <run>", "folder of the run whose proposals are carried out (default: the newest whole one of the suite)"),
    )
    .addOption(new Option("--keep", "keep the sandbox of a drill that does not hold, and say how to open it"))
    .addOption(
      new Option("--drill-dir <dir>", "folder of the drill ledger (default: .earnest/drills/<id>)").env("EARNEST_DRILL_DIR"),
    )
    .addOption(dataOption())
    .addOption(new Option("-v, --verbose", "say as well what each drill does"))
    .addOption(new Option("-q, --quiet", "no progress"))
    .addOption(jsonOption());
}

function more(one: string, before: readonly string[] = []): string[] {
  return before.includes(one) ? [...before] : [...before, one];
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (/^\d+$/.test(text) && n >= least && n <= most) return n;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
  };
}
