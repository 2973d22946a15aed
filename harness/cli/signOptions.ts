import { type Command, InvalidArgumentError, Option } from "commander";
import { DECISIONS, ROLES } from "../sign/signoffEntry.ts";
import { isReadable } from "../suite/checkWaiver.ts";
import { visibleLine } from "../words.ts";
import { jsonOption } from "./options.ts";

/** What `sign` takes. */
export function signOptions(command: Command): Command {
  return command
    .argument("[report]", "the file to sign")
    .addOption(new Option("--key <file>", "the secret key, as minisign or --new-key makes it").env("EARNEST_KEY"))
    .addOption(new Option("--password-file <file>", "the key's password, in the first line (default: asked for)"))
    .addOption(new Option("-o, --output <file>", "the signature (default: the report's name and .minisig)"))
    .addOption(new Option("--role <role>", "decide about the report, as this role").choices(ROLES))
    .addOption(new Option("--decision <decision>", "what is decided").choices(DECISIONS))
    .addOption(new Option("--by <name>", "who decides").argParser(text(200)))
    .addOption(new Option("--note <text>", "why").argParser(text(2000)))
    .addOption(
      new Option("--condition <text>", "what the move depends on; may be given more than once").argParser(
        (one: string, before: readonly string[] = []) => [...before, text(500)(one)],
      ),
    )
    .addOption(new Option("--next-review <day>", "no later than this day, such as 2027-02-01").argParser(day))
    .addOption(new Option("--new-key <file>", "make a pair of keys instead: this file, and one that ends in .pub"))
    .addOption(new Option("--no-password", "do not encrypt the new key"))
    .addOption(jsonOption());
}

function text(most: number): (given: string) => string {
  return (given) => {
    const line = visibleLine(given);
    if (isReadable(given) && line.length <= most) return line;
    throw new InvalidArgumentError(`expected a text of at most ${most} characters, at least two of them letters`);
  };
}

function day(given: string): string {
  const at = new Date(`${given}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(given)) return given;
  throw new InvalidArgumentError("expected a day such as 2027-02-01");
}
