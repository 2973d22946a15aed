import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf } from "../errors.ts";
import { cassetteIn, type ModelOptions } from "../run/models.ts";
import { headerOf, headersOf } from "../run/nights.ts";
import { type Observed, observe } from "../run/observe.ts";
import { many, shorten, visibleLine } from "../words.ts";
import { sayAnswers, wrap } from "./answers.ts";
import { drillsLine } from "./drill/drillsLine.ts";
import { type DrillDirFlags, judgeWithDrills } from "./drillDirs.ts";
import { EXIT, exitCodeOf } from "./exitCode.ts";
import { STOPS } from "./interruptible.ts";
import { jsonData } from "./jsonData.ts";
import { type LoadedSuite, loadSuite } from "./loadSuite.ts";
import { type PageFlags, pageOptionsOf } from "./pageFlags.ts";
import { ProgressView } from "./progress.ts";
import { RUNS, runToResume, settingsFor } from "./resume.ts";
import { EARNEST, say, sayError, sayJson, shellWord, styled, tell } from "./say.ts";
import { checkOutputs, writeReports } from "./writeReports.ts";

export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface ObserveFlags extends CommonOptions, DrillDirFlags, PageFlags {
  readonly data?: string;
  readonly runDir?: string;
  readonly resume?: boolean;
  /** Failures to ask again about; goes on with a run too. */
  readonly retryErrors?: boolean;
  readonly seed?: number;
  readonly concurrency: number;
  readonly requireIsolation?: "I1" | "I2" | "I3";
  readonly attempts?: number;
  readonly timeout?: number;
  readonly limit?: number;
  readonly filter?: Readonly<Record<string, string>>;
  readonly ask?: readonly string[];
  readonly stopEarly?: boolean;
  readonly onBadRow?: "refuse" | "exclude";
  readonly maxCost?: number;
  readonly maxTokens?: number;
  readonly maxTime?: number;
  readonly callTimeout?: number;
  readonly cassette?: string;
  readonly replay?: "strict" | "record" | "off";
  readonly output: readonly string[];
}

export interface JudgeFlags extends CommonOptions, DrillDirFlags, PageFlags {
  readonly suite?: string;
  readonly data?: string;
  readonly output: readonly string[];
}

/** earnest observe: replay only, nothing is judged. */
export async function observeCommand(path: string, flags: ObserveFlags): Promise<number> {
  const { observed, dir } = await observing(path, flags);
  const { header } = observed;
  if (flags.json === true)
    sayJson("observe", {
      runDir: dir,
      run: header.id,
      asked: observed.asked,
      observed: observed.observed,
      interrupted: observed.interrupted,
      halted: observed.halted?.message ?? null,
    });
  else
    say(
      `  ${many(observed.observed, "case")} of ${many(observed.asked, "case")} on record in ${dir}\n  Next: ${EARNEST} judge ${dir}`,
    );
  return endOf("observe", observed, dir, flags);
}

/** earnest run: observe, judge and report. */
export async function runCommand(path: string, flags: ObserveFlags): Promise<number> {
  checkOutputs(flags.output);
  pageOptionsOf(flags);
  const { loaded, observed, dir } = await observing(path, flags);
  await judging("run", loaded, [dir], flags);
  return endOf("run", observed, dir, flags);
}

/** The exit code of a run; what stopped it, and how to go on, is said last, where it is seen. */
function endOf(command: string, { halted, interrupted }: Observed, dir: string, flags: CommonOptions): number {
  if (halted !== null && flags.json !== true) sayError(command, halted, false);
  if (halted !== null || interrupted) tell(`  To go on: the same command, with --run-dir ${shellWord(dir) ?? "<run>"} --resume`);
  if (halted === null) return interrupted ? EXIT.interrupted : EXIT.done;
  // Before the first case it is a setting to be mended; in mid-run it is a run to be gone on with.
  return halted.code === "ENDPOINT_UNREACHABLE" ? EXIT.limited : exitCodeOf(halted);
}

/** earnest judge: read a ledger again, by the suite as it stands now. */
export async function judgeCommand(dirs: readonly string[], flags: JudgeFlags): Promise<number> {
  checkOutputs(flags.output);
  const runs = inTime(dirs);
  await judging("judge", await suiteOf(runs, flags), runs, flags, flags.output.length > 0);
  return EXIT.done;
}

/** earnest report: draw the reports of a run again. */
export async function reportCommand(dirs: readonly string[], flags: JudgeFlags): Promise<number> {
  checkOutputs(flags.output);
  const options = pageOptionsOf(flags);
  const runs = inTime(dirs);
  const { suite } = await suiteOf(runs, flags);
  const files = await writeReports(judgeWithDrills(suite, runs, flags), runs, flags.output, options, flags.maxSize);
  if (flags.json === true) sayJson("report", { runDir: lastOf(runs), files });
  else for (const file of files) say(`  ${file}`);
  return EXIT.done;
}

/** A promise that an agent let go of must not take the other cases with it. */
function strayed(reason: unknown): void {
  tell(`  A promise of the agent was rejected with nobody waiting for it: ${shorten(visibleLine(messageOf(reason)), 200)}`);
}

async function observing(path: string, flags: ObserveFlags): Promise<{ loaded: LoadedSuite; observed: Observed; dir: string }> {
  const retry = flags.retryErrors === true;
  const past = flags.resume === true || retry ? runToResume(path, flags.runDir, retry) : undefined;
  if (past !== undefined && past.header === undefined)
    tell(`  The run in ${past.dir} was cut off before its first case, and begins anew.`);
  else if (past !== undefined && flags.runDir === undefined) tell(`  Going on with ${past.dir}`);
  const settings = settingsFor(flags, past?.header);
  const loaded = await loadSuite(path, settings.data, settings.ask);
  const { suite } = loaded;
  const id = past?.header?.id ?? runId(new Date(), suite.name);
  const dir = past?.dir ?? flags.runDir ?? join(RUNS, id);
  const clock = () => performance.now();
  const view = flags.quiet === true || flags.json === true ? undefined : new ProgressView(suite, clock);
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    tell("  Stopping after the cases in hand; again to stop at once. What is on record stays.");
    stop.abort();
  };
  for (const signal of STOPS) process.on(signal, interrupt);
  process.on("unhandledRejection", strayed);
  try {
    const observed = await observe(suite, {
      ...settings,
      ...modelsFor(flags),
      concurrency: flags.concurrency,
      requireIsolation: flags.requireIsolation,
      dir,
      id,
      resume: past === undefined ? undefined : { retry },
      suiteFile: loaded.file,
      versions: { earnest: version(), node: process.versions.node },
      now: Date.now,
      clock,
      signal: stop.signal,
      notice: tell,
      onProgress: view === undefined ? undefined : (progress) => view.see(progress),
      onPast: view === undefined ? undefined : (one) => view.past(one),
    });
    if (observed.over)
      tell(`  The run in ${dir} is complete: ${many(observed.observed, "case")} on record, none left to ask about.`);
    return { loaded, observed, dir };
  } finally {
    view?.clear();
    for (const signal of STOPS) process.off(signal, interrupt);
    process.off("unhandledRejection", strayed);
  }
}

/** Keys are looked up here and nowhere else, and only by the broker's asking. */
function modelsFor({
  maxCost: cost,
  maxTokens: tokens,
  maxTime: time,
  callTimeout,
  cassette,
  replay = "strict",
}: ObserveFlags): ModelOptions {
  return {
    limits: { cost, tokens, time },
    callTimeout,
    cassette: cassette === undefined ? undefined : { path: cassetteIn(cassette), replay },
    key: (name) => process.env[name],
  };
}

async function judging(
  command: string,
  { suite }: LoadedSuite,
  dirs: readonly string[],
  flags: JudgeFlags | ObserveFlags,
  write = true,
): Promise<void> {
  const judged = judgeWithDrills(suite, dirs, flags);
  const dir = lastOf(dirs);
  const files = write ? await writeReports(judged, dirs, flags.output, pageOptionsOf(flags), flags.maxSize) : [];
  if (flags.json === true) return sayJson(command, { ...jsonData(judged.judgement, dir), files });
  sayAnswers(judged.judgement);
  const drills = drillsLine(judged.judgement);
  if (drills !== null) for (const line of wrap(drills, 76)) say(`  ${line}`);
  for (const file of files) say(`  ${styled("bold", file)}`);
  const worth =
    judged.book.entries.find((entry) => entry.serious) ?? judged.book.entries.find((entry) => entry.outcome !== "match");
  // Ids are untrusted, and this line is made to be pasted into a shell.
  // Among several runs, none knows which of them showed it.
  const typed = worth === undefined || dirs.length > 1 ? undefined : shellWord(worth.id);
  const next =
    typed === undefined
      ? `${EARNEST} report ${shellWord(dir) ?? "<run>"}`
      : `${EARNEST} case ${shellWord(dir) ?? "<run>"} ${typed}`;
  say(`\n  Next: ${next}`);
}

/** The suite that the last of these runs was made with, with the questions it kept, from where it was loaded then or from `--suite`. */
export async function suiteOf(dirs: readonly string[], flags: Pick<JudgeFlags, "suite" | "data">): Promise<LoadedSuite> {
  const { suite, selection } = headerOf(lastOf(dirs));
  // A run names its suite as it was seen from the folder in which it began.
  const elsewhere = "Start where the run began, or name its suite with --suite";
  const missing = flags.suite === undefined ? elsewhere : undefined;
  return loadSuite(flags.suite ?? suite.file, flags.data ?? suite.data ?? undefined, selection.ask ?? undefined, missing);
}

/** The folders in order of time. */
function inTime(dirs: readonly string[]): string[] {
  return headersOf(dirs).map(({ dir }) => dir);
}

function lastOf(dirs: readonly string[]): string {
  return dirs.at(-1) as string;
}

/** Sorts by time, says which suite, and does not collide. */
export function runId(now: Date, suite: string): string {
  const moment = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const name = suite
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `${moment}-${name}-${randomBytes(2).toString("hex")}`;
}

/** The version of earnest that is running. */
export function version(): string {
  const file = resolve(import.meta.dirname, "..", "..", "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version : "unknown";
}
