import { Console } from "node:console";
import { Command, CommanderError } from "commander";
import { EarnestError } from "../errors.ts";
import { caseCommand } from "./caseCommand.ts";
import { judgeCommand, observeCommand, reportCommand, runCommand, version } from "./commands.ts";
import { doctorCommand } from "./doctorCommand.ts";
import { EXIT, exitCodeOf } from "./exitCode.ts";
import { dataOption, jsonOption, observingOptions, outputOption, suiteOption } from "./options.ts";
import { EARNEST, sayError } from "./say.ts";

const program = new Command("earnest")
  .description(
    "Agents earn autonomy. earnest does the test: replay real cases in observation mode,\ncompare with what people decided, and write a gate report.",
  )
  .version(version())
  .option("--no-color", "no colour; NO_COLOR does the same")
  // Errors are said once, below, in the form that was asked for.
  .configureOutput({ outputError: () => undefined })
  .exitOverride()
  .hook("preAction", (root) => {
    if (root.opts()["color"] === false) process.env["NO_COLOR"] = "1";
  });

/** Sets the exit code a command comes to; every error is said once, here. */
async function finish(name: string, flags: { readonly json?: boolean }, work: Promise<number>): Promise<void> {
  try {
    process.exitCode = await work;
  } catch (error) {
    sayError(name, error, flags.json === true);
    process.exitCode = exitCodeOf(error);
  }
}

function usage(error: CommanderError): EarnestError {
  return new EarnestError("USAGE", error.message.replace(/^error: /, ""), {
    next: `${EARNEST} --help lists the commands, ${EARNEST} <command> --help their options`,
  });
}

const RUN = "folder of a run, such as .earnest/runs/<id>";
const USUAL = "report.html, report.json and summary.md in the run folder";

observingOptions(program.command("run").description("observe, judge and report"))
  .addOption(outputOption(USUAL))
  .action((suite, flags) => finish("run", flags, runCommand(suite, flags)));

observingOptions(program.command("observe").description("replay the cases and put on record what was seen")).action(
  (suite, flags) => finish("observe", flags, observeCommand(suite, { ...flags, output: [] })),
);

program
  .command("judge")
  .description("read a run's ledger again, by the suite as it stands now")
  .argument("<run>", RUN)
  .addOption(suiteOption())
  .addOption(dataOption())
  .addOption(outputOption("none"))
  .addOption(jsonOption())
  .action((dir, flags) => finish("judge", flags, judgeCommand(dir, flags)));

program
  .command("report")
  .description("draw a run's reports again")
  .argument("<run>", RUN)
  .addOption(suiteOption())
  .addOption(dataOption())
  .addOption(outputOption(USUAL))
  .addOption(jsonOption())
  .action((dir, flags) => finish("report", flags, reportCommand(dir, flags)));

program
  .command("case")
  .description("everything on record about one case")
  .argument("<run>", RUN)
  .argument("<id>", "the case, by its id")
  .addOption(suiteOption())
  .addOption(jsonOption())
  .action((dir, id, flags) => finish("case", flags, caseCommand(dir, id, flags)));

program
  .command("doctor")
  .description("find what a run would stumble over, before it does")
  .argument("[suite]", "a suite to look at too")
  .addOption(dataOption())
  .addOption(jsonOption())
  .action((suite, flags) => finish("doctor", flags, doctorCommand(suite, flags)));

// A reader such as `head` may close the pipe early; that is not an error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

// stdout is the result: what a suite or an agent in this process prints with console goes to stderr.
globalThis.console = new Console(process.stderr, process.stderr);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode !== 0 && error.code !== "commander.help") sayError("earnest", usage(error), process.argv.includes("--json"));
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
}

// A timer or a connection that an agent left open must not keep a nightly run from ending.
process.stdout.write("", () => process.exit());
