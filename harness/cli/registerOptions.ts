import { existsSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { EarnestError } from "../errors.ts";
import { isReadable } from "../suite/checkWaiver.ts";
import { visibleLine } from "../words.ts";
import { drillDirsOption } from "./drillDirs.ts";
import { dataOption, jsonOption, suiteOption } from "./options.ts";

/** Where a register is looked for, and made. */
export const REGISTER = "autonomy.yaml";
/** How long evidence holds. */
const EXPIRES = 90;
const LONGEST = 3650;

/** The register that a command is held against. */
export const registerOption = () =>
  new Option("--register <file>", `the autonomy register (default: ${REGISTER} in this folder)`).env("EARNEST_REGISTER");
const reportOption = () =>
  new Option("--report <run>", "folder of the run it rests on, or the report.json in it; may be given more than once").argParser(
    collect,
  );
const byOption = () => new Option("--by <name>", "who decides it").argParser(readable).makeOptionMandatory();

/** What `gate` takes. */
export function gateOptions(command: Command): Command {
  return command
    .argument("<run...>", "folder of a run, such as .earnest/runs/<id>; several runs of one agent version count together")
    .addOption(registerOption())
    .addOption(
      new Option("--type <type>", "gate this action type only, all being judged; may be given more than once").argParser(collect),
    )
    .addOption(new Option("--exit-zero", "end with 0 whatever the answers, for reports; errors keep their codes"))
    .addOption(new Option("--dry-run", "write nothing to the register, whatever a circuit breaker says"))
    .addOption(
      new Option("--require-isolation <level>", "refuse a run behind a weaker wall")
        .choices(["I1", "I2", "I3"])
        .env("EARNEST_REQUIRE_ISOLATION"),
    )
    .addOption(drillDirsOption())
    .addOption(suiteOption())
    .addOption(dataOption())
    .addOption(jsonOption());
}

/** What `promote` takes. */
export function promoteOptions(command: Command): Command {
  return command
    .argument("<type>", "the action type")
    .addOption(reportOption().makeOptionMandatory())
    .addOption(byOption())
    .addOption(
      new Option("--because <text>", "why, where the gate was loosened after the run or the cases were used before").argParser(
        readable,
      ),
    )
    .addOption(new Option("--expires <days>", "days the evidence holds").argParser(days).default(EXPIRES))
    .addOption(registerOption())
    .addOption(drillDirsOption())
    .addOption(suiteOption())
    .addOption(dataOption())
    .addOption(jsonOption());
}

/** What `demote` takes. */
export function demoteOptions(command: Command): Command {
  return command
    .argument("<type>", "the action type")
    .addOption(byOption())
    .addOption(new Option("--because <text>", "why").argParser(readable).makeOptionMandatory())
    .addOption(new Option("--to <rung>", "the rung it falls to (default: one below)"))
    .addOption(reportOption())
    .addOption(registerOption())
    .addOption(drillDirsOption())
    .addOption(suiteOption())
    .addOption(dataOption())
    .addOption(jsonOption());
}

/** The register that was named, or that lies in this folder; undefined where there is none. Throws REGISTER_INVALID for a named one that is missing. */
export function registerFile(named: string | undefined): string | undefined {
  if (named === undefined) return existsSync(REGISTER) ? REGISTER : undefined;
  if (existsSync(named)) return named;
  throw new EarnestError("REGISTER_INVALID", `there is no register at ${named}`, {
    where: { file: named },
    next: "Name another, or none; the first earnest promote makes one",
  });
}

function collect(text: string, before: readonly string[] = []): string[] {
  return before.includes(text) ? [...before] : [...before, text];
}

/** Kept in one line, without characters that are drawn as nothing. */
function readable(text: string): string {
  if (isReadable(text)) return visibleLine(text);
  throw new InvalidArgumentError("expected a text with at least two letters that can be read");
}

function days(text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && n >= 1 && n <= LONGEST) return n;
  throw new InvalidArgumentError(`expected a whole number of days from 1 to ${LONGEST}`);
}
