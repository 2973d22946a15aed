import { type Command, InvalidArgumentError, Option } from "commander";
import { dataOption, jsonOption, suiteOption } from "./options.ts";

/** What `drift` takes. */
export function driftOptions(command: Command): Command {
  return command
    .argument("<run...>", "folders of runs of one suite, one run a night, in any order; such as .earnest/runs/*")
    .addOption(suiteOption())
    .addOption(dataOption())
    .addOption(
      new Option("--base <share>", "the match rate that must hold (default: each type's floor in the suite)").argParser(share),
    )
    .addOption(
      new Option("--alarm-every <nights>", "nights to a false alarm of a type, on average, at least")
        .argParser(nights)
        .default(365),
    )
    .addOption(new Option("--alarm-overall", "let --alarm-every hold for all types together").default(false))
    .addOption(new Option("--drop-to <share>", "also draw a chart tuned to a drop to this match rate").argParser(share))
    .addOption(jsonOption());
}

function share(text: string): number {
  const n = Number(text);
  if (text.trim() !== "" && n > 0 && n < 1) return n;
  throw new InvalidArgumentError("expected a share between 0 and 1, such as 0.95");
}

function nights(text: string): number {
  const n = Number(text);
  if (text.trim() !== "" && Number.isFinite(n) && n > 1) return n;
  throw new InvalidArgumentError("expected a number of nights above 1");
}
