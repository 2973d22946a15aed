import { Console } from "node:console";
import { Command, CommanderError } from "commander";
import { EarnestError, firstThrown } from "../errors.ts";
import { judgeCommand, observeCommand, reportCommand, runCommand, version } from "./commands.ts";
import type { DemoteFlags } from "./demoteCommand.ts";
import { driftOptions } from "./driftOptions.ts";
import type { DrillFlags } from "./drillCommand.ts";
import { drillDirsOption } from "./drillDirs.ts";
import { drillOptions } from "./drillOptions.ts";
import { EXIT, exitCodeOf } from "./exitCode.ts";
import type { GateFlags } from "./gateCommand.ts";
import { dataOption, jsonOption, observingOptions, outputOption, suiteOption } from "./options.ts";
import { withPageFlags } from "./pageFlags.ts";
import type { PlanFlags } from "./planCommand.ts";
import { planOptions } from "./planOptions.ts";
import type { PromoteFlags } from "./promoteCommand.ts";
import { demoteOptions, gateOptions, promoteOptions, registerOption } from "./registerOptions.ts";
import type { ReviewFlags } from "./reviewCommand.ts";
import { reviewOptions } from "./reviewOptions.ts";
import { EARNEST, sayError } from "./say.ts";
import type { SheetFlags } from "./sheetCommand.ts";
import { sheetOptions } from "./sheetOptions.ts";
import type { SignFlags } from "./signCommand.ts";
import { signOptions } from "./signOptions.ts";
import type { VerifyFlags } from "./verifyCommand.ts";
import { verifyOptions } from "./verifyOptions.ts";

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

/** Sets the exit code a command comes to; every error is said once, here. Commands that not every start needs are loaded when they are called. */
async function finish(name: string, flags: { readonly json?: boolean }, work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (thrown) {
    const error = firstThrown(thrown);
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

planOptions(program.command("plan").description("say what a verdict takes, before there is one")).action(
  (suite: string, flags: PlanFlags) =>
    finish("plan", flags, async () => (await import("./planCommand.ts")).planCommand(suite, flags)),
);

withPageFlags(observingOptions(program.command("run").description("observe, judge and report")))
  .addOption(drillDirsOption())
  .addOption(outputOption(USUAL))
  .action((suite, flags) => finish("run", flags, () => runCommand(suite, flags)));

observingOptions(program.command("observe").description("replay the cases and put on record what was seen")).action(
  (suite, flags) => finish("observe", flags, () => observeCommand(suite, { ...flags, output: [] })),
);

withPageFlags(program.command("judge"))
  .description("read a run's ledger again, by the suite as it stands now; several runs of one agent version count together")
  .argument("<run...>", RUN)
  .addOption(suiteOption())
  .addOption(dataOption())
  .addOption(drillDirsOption())
  .addOption(outputOption("none"))
  .addOption(jsonOption())
  .action((dirs, flags) => finish("judge", flags, () => judgeCommand(dirs, flags)));

withPageFlags(program.command("report"))
  .description("draw a run's reports again, into the folder of the last one named")
  .argument("<run...>", RUN)
  .addOption(suiteOption())
  .addOption(dataOption())
  .addOption(drillDirsOption())
  .addOption(outputOption(USUAL))
  .addOption(jsonOption())
  .action((dirs, flags) => finish("report", flags, () => reportCommand(dirs, flags)));

drillOptions(
  program
    .command("drill")
    .description("carry out, break and undo in a sandbox what the agent proposed; exit code 3 when something was not undone"),
).action((suite: string, flags: DrillFlags) =>
  finish("drill", flags, async () => (await import("./drillCommand.ts")).drillCommand(suite, flags)),
);

gateOptions(
  program.command("gate").description("may each action type climb? exit code 0 only when every one that was asked about may"),
).action((dirs: string[], flags: GateFlags) =>
  finish("gate", flags, async () => (await import("./gateCommand.ts")).gateCommand(dirs, flags)),
);

promoteOptions(program.command("promote").description("write into the register that an action type moves one rung up")).action(
  (type: string, flags: PromoteFlags) =>
    finish("promote", flags, async () => (await import("./promoteCommand.ts")).promoteCommand(type, flags)),
);

demoteOptions(program.command("demote").description("write into the register that an action type moves down")).action(
  (type: string, flags: DemoteFlags) =>
    finish("demote", flags, async () => (await import("./demoteCommand.ts")).demoteCommand(type, flags)),
);

sheetOptions(
  program
    .command("sheet")
    .description("a page for each action type: its level, its limits, what raises and lowers it, who owns it"),
).action((dirs: string[], flags: SheetFlags) =>
  finish("sheet", flags, async () => (await import("./sheetCommand.ts")).sheetCommand(dirs, flags)),
);

program
  .command("diff")
  .description("what changed between two runs on the same cases, before and after; exit code 3 when something got worse")
  .argument("<before>", RUN)
  .argument("<after>", RUN)
  .addOption(suiteOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action((before, after, flags) =>
    finish("diff", flags, async () => (await import("./diffCommand.ts")).diffCommand(before, after, flags)),
  );

driftOptions(program.command("drift").description("has the match rate dropped over nights? one run is one night")).action(
  (dirs, flags) => finish("drift", flags, async () => (await import("./driftCommand.ts")).driftCommand(dirs, flags)),
);

program
  .command("unruled")
  .description("the pairs of a run that its model judge has not ruled on yet, as JSON lines")
  .argument("<run>", RUN)
  .addOption(suiteOption())
  .option("-q, --quiet", "no count on stderr")
  .action((dir, flags) => finish("unruled", flags, async () => (await import("./unruledCommand.ts")).unruledCommand(dir, flags)));

program
  .command("case")
  .description("everything on record about one case")
  .argument("<run>", RUN)
  .argument("<id>", "the case, by its id")
  .addOption(suiteOption())
  .addOption(jsonOption())
  .action((dir, id, flags) => finish("case", flags, async () => (await import("./caseCommand.ts")).caseCommand(dir, id, flags)));

reviewOptions(
  program.command("review").description("let people judge pairs of decisions, without being told which was the agent’s"),
).action((dir: string, flags: ReviewFlags) =>
  finish("review", flags, async () => (await import("./reviewCommand.ts")).reviewCommand(dir, flags)),
);

program
  .command("reveal")
  .description("what a redacted token of a run stands for, for who holds the key")
  .argument("<run>", RUN)
  .argument("<token>", 'such as "[phone:0123456789ab]"')
  .addOption(jsonOption())
  .action((dir, token, flags) =>
    finish("reveal", flags, async () => (await import("./revealCommand.ts")).revealCommand(dir, token, flags)),
  );

program
  .command("envelope")
  .description("the policy envelopes of a suite as JSON, for what enforces them in production")
  .argument("<suite>", "a suite file, or a folder that holds a suite.ts")
  .option("-o, --output <file>", "into a file, instead of to stdout")
  .addOption(registerOption())
  .addOption(dataOption())
  .action((suite, flags) =>
    finish("envelope", flags, async () => (await import("./envelopeCommand.ts")).envelopeCommand(suite, flags)),
  );

verifyOptions(
  program
    .command("verify")
    .description(
      "does a report say what its run says, and does the record hold together? With --replay: does the agent do the same again?",
    ),
).action((dirs: string[], flags: VerifyFlags) =>
  finish("verify", flags, async () => (await import("./verifyCommand.ts")).verifyCommand(dirs, flags)),
);

signOptions(
  program.command("sign").description("sign a report, or decide about it: beside the file, which stays as it is"),
).action((report: string | undefined, flags: SignFlags) =>
  finish("sign", flags, async () => (await import("./signCommand.ts")).signCommand(report, flags)),
);

program
  .command("doctor")
  .description("find what a run would stumble over, before it does")
  .argument("[suite]", "a suite to look at too")
  .addOption(dataOption())
  .addOption(jsonOption())
  .action((suite, flags) =>
    finish("doctor", flags, async () => (await import("./doctorCommand.ts")).doctorCommand(suite, flags)),
  );

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
