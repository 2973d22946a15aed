import { type Command, InvalidArgumentError, Option } from "commander";

export const dataOption = () =>
  new Option("--data <path>", "where a suite's data is, when it does not ship with it").env("EARNEST_DATA");
export const jsonOption = () => new Option("--json", "one JSON object on stdout, and nothing else");
export const suiteOption = () => new Option("--suite <path>", "judge by this suite instead of the one the run was made with");
export const outputOption = (otherwise: string) =>
  new Option(
    "-o, --output <file>",
    "a report, by its ending: .html, .json, .md, .xml (JUnit), .csv (cases) or .pdf; may be given more than once",
  )
    .argParser(collect)
    .default([], otherwise);

/** What `run` and `observe` take for agents that call models. */
function modelOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--max-cost <n>", "stop before the models cost more, in the currency of the suite's prices").argParser(positive),
    )
    .addOption(new Option("--max-tokens <n>", "stop before more tokens are used, input and output together").argParser(whole(1)))
    .addOption(new Option("--max-time <seconds>", "stop after so long; what is done stays on record").argParser(seconds))
    .addOption(
      new Option("--call-timeout <seconds>", "time for one try of a model call (default: that of an attempt)").argParser(seconds),
    )
    .addOption(
      new Option("--cassette <dir>", "recorded model answers to play: a run folder, or its cassette").env("EARNEST_CASSETTE"),
    )
    .addOption(
      new Option(
        "--replay <how>",
        "with a cassette: strict plays it or stops the run, record asks the model for what it lacks and adds that, off leaves it alone (default: strict)",
      ).choices(["strict", "record", "off"]),
    );
}

/** What `run` and `observe` take. Flag before environment before suite. */
export function observingOptions(command: Command): Command {
  return modelOptions(command)
    .argument("<suite>", "a suite file, or a folder that holds a suite.ts")
    .addOption(dataOption())
    .addOption(new Option("--run-dir <dir>", "folder of the run (default: .earnest/runs/<id>)").env("EARNEST_RUN_DIR"))
    .addOption(new Option("--resume", "go on where the run in --run-dir stopped, or the newest unfinished run of this suite"))
    .addOption(
      new Option(
        "--retry-errors",
        "go on, and ask again where a model could not be reached; what the agent did by itself stands",
      ),
    )
    .addOption(new Option("--seed <n>", "fixes the sampling order (default: 1)").env("EARNEST_SEED").argParser(whole(0)))
    .addOption(new Option("--concurrency <n>", "cases in hand at once").env("EARNEST_CONCURRENCY").argParser(whole(1)).default(8))
    .addOption(new Option("--limit <n>", "ask about the first n cases of the sampling order only").argParser(whole(1)))
    .addOption(
      new Option(
        "--filter <slice=value>",
        "ask about cases with this slice only; several slices must all fit (default: all)",
      ).argParser(slice),
    )
    .addOption(
      new Option("--ask <type>", "keep only this action type's question; may be given more than once (default: all)").argParser(
        several,
      ),
    )
    .addOption(
      new Option(
        "--stop-early",
        "end as soon as every answer that is asked for is settled; not for runs to be compared case by case",
      ),
    )
    .addOption(
      new Option("--require-isolation <level>", "refuse to start behind a weaker wall")
        .choices(["I1", "I2", "I3"])
        .env("EARNEST_REQUIRE_ISOLATION"),
    )
    .addOption(new Option("--attempts <n>", "times each case is put to the agent").argParser(whole(1)))
    .addOption(new Option("--timeout <seconds>", "time for one attempt").argParser(seconds))
    .addOption(
      new Option("--on-bad-row <what>", "refuse the dataset, or exclude the row, counted and listed").choices([
        "refuse",
        "exclude",
      ]),
    )
    .addOption(new Option("-q, --quiet", "no progress"))
    .addOption(jsonOption());
}

function several(type: string, before: readonly string[] = []): string[] {
  return before.includes(type) ? [...before] : [...before, type];
}

function collect(file: string, before: readonly string[]): string[] {
  return [...before, file];
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(n) && n >= least) return n;
    throw new InvalidArgumentError(`expected a whole number from ${least}`);
  };
}

function positive(text: string): number {
  const n = Number(text);
  if (text.trim() !== "" && Number.isFinite(n) && n > 0) return n;
  throw new InvalidArgumentError("expected a number above 0");
}

function seconds(text: string): number {
  const n = Number(text);
  if (text.trim() !== "" && Number.isFinite(n) && n > 0) return n;
  throw new InvalidArgumentError("expected a number of seconds above 0");
}

function slice(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at > 0 && Object.hasOwn(before, text.slice(0, at))) throw new InvalidArgumentError("expected each slice once");
  if (at > 0) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
  throw new InvalidArgumentError("expected slice=value");
}
