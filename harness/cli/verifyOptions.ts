import { type Command, InvalidArgumentError, Option } from "commander";
import { drillDirsOption } from "./drillDirs.ts";
import { dataOption, jsonOption } from "./options.ts";

/** What `verify` takes. */
export function verifyOptions(command: Command): Command {
  return command
    .argument(
      "<report|run...>",
      "a report, wherever it lies, or the folder of a run, such as .earnest/runs/<id>; all of them where a report reads several together",
    )
    .addOption(
      new Option(
        "--run <dir>",
        "where to look for the runs of a report: the folder of one or of several; may be given more than once",
      )
        .argParser(collect)
        .default([], "beside the report, and .earnest/runs"),
    )
    .addOption(
      new Option("--replay", "put every case through the agent again, with the run's own cassette for a model").default(false),
    )
    .addOption(
      new Option("--head <hash>", "the head of the last ledger, or its beginning, as it was kept elsewhere").argParser(head),
    )
    .addOption(
      new Option(
        "--pubkey <file>",
        "a public key that you vouch for, for what is signed; role=file vouches for it as operations, risk or owner alone; may be given more than once",
      )
        .argParser(collect)
        .default([], "none"),
    )
    .addOption(
      new Option("--signoff-head <hash>", "the head of the decisions about a report, as it was kept elsewhere").argParser(head),
    )
    .addOption(new Option("--suite <path>", "check by this suite instead of the one the run was made with"))
    .addOption(dataOption())
    .addOption(drillDirsOption())
    .addOption(new Option("--concurrency <n>", "cases in hand at once").env("EARNEST_CONCURRENCY").argParser(cases).default(8))
    .addOption(new Option("-q, --quiet", "no progress"))
    .addOption(jsonOption());
}

/** Shorter, and chance would find another ledger that begins so. */
const SHORTEST = 8;

function head(text: string): string {
  if (/^[0-9a-f]+$/.test(text) && text.length >= SHORTEST && text.length <= 64) return text;
  throw new InvalidArgumentError(`expected the first ${SHORTEST} digits of a hash, or more`);
}

function collect(text: string, before: readonly string[]): string[] {
  return [...before, text];
}

function cases(text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(n) && n >= 1) return n;
  throw new InvalidArgumentError("expected a whole number from 1");
}
