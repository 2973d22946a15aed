import { autonomySheet } from "../../reports/autonomySheet.ts";
import { gateReport } from "../../reports/gateReport.ts";
import { jsonReport } from "../../reports/jsonReport.ts";
import { markdownReport } from "../../reports/markdownReport.ts";
import { sheetsFound } from "../../reports/sheetsFound.ts";
import { openDrills } from "../drill/drillLedger.ts";
import { recordFiles } from "../evidence/recordFiles.ts";
import { readReviews } from "../evidence/reviewLog.ts";
import { type Judged, judge } from "../run/judge.ts";
import type { Judgement } from "../run/judgement.ts";
import { headersOf } from "../run/nights.ts";
import type { ReadySuite } from "../suite.ts";
import { type VerifiedDrills, verifyDrills } from "../verify/verifyDrills.ts";
import { type DrawnFrom, verifyPages } from "../verify/verifyPages.ts";
import { type Played, verifyReplay } from "../verify/verifyReplay.ts";
import { type RunCheck, type VerifiedRun, verifyRun } from "../verify/verifyRun.ts";
import { visibleLine } from "../words.ts";
import { type CommonOptions, suiteOf } from "./commands.ts";
import { type DrillDirFlags, drillDirs, drillDirsThen, leftOutThen } from "./drillDirs.ts";
import { EXIT } from "./exitCode.ts";
import { interruptible } from "./interruptible.ts";
import { say, sayJson, styled, tell } from "./say.ts";
import { sayChecks, sayCoverage } from "./sayVerify.ts";

export interface VerifyFlags extends CommonOptions, DrillDirFlags {
  readonly suite?: string;
  readonly data?: string;
  readonly head?: string;
  readonly replay: boolean;
  readonly concurrency: number;
}

/** earnest verify: does the record hold together, do its pages say what it says, and does the agent do the same again? */
export async function verifyCommand(given: readonly string[], flags: VerifyFlags): Promise<number> {
  const dirs = headersOf(given).map(({ dir }) => dir);
  const runs: VerifiedRun[] = [];
  for (const dir of dirs) runs.push(await verifyRun(dir, dir === dirs.at(-1) ? flags.head : undefined));
  const { suite } = await suiteOf(dirs, flags);
  const drills = drillDirsThen(suite, flags.drills, dirs.at(-1) as string).map(verifyDrills);
  const since =
    flags.drills === undefined ? drillDirs(suite, undefined).filter((dir) => drills.every((one) => one.dir !== dir)) : [];
  const pages = pagesOf(suite, runs, drills, {
    drillsFound: flags.drills === undefined,
    drillsSince: since.map((dir) => openDrills(dir).header.id),
    reviews: runs.flatMap(({ dir, header }) => {
      const log = readReviews(dir, header.id);
      return log === null ? [] : [{ run: header.id, head: log.head }];
    }),
  });
  const json = flags.json === true;
  // Before anything is said, so that whoever has read it can stop what follows.
  using interrupts = flags.replay ? interruptible() : undefined;
  const interrupted = () => interrupts?.signal.aborted === true;
  if (!json) {
    for (const { dir, checks } of runs) {
      if (runs.length > 1) say(`  ${styled("bold", visibleLine(dir))}`);
      sayChecks(checks);
    }
    for (const { checks } of drills) sayChecks(checks);
    sayChecks(pages);
  }
  const played: { readonly dir: string; readonly played: Played }[] = [];
  if (interrupts !== undefined)
    for (const { dir } of runs) {
      const one = await play(suite, dir, flags, interrupts.signal);
      played.push({ dir, played: one });
      if (!json) sayCoverage(one, dir, interrupted());
      if (interrupted()) break;
    }
  const code = exitCodeFor(
    [...[...runs, ...drills].flatMap(({ checks }) => checks), ...pages],
    played.map((one) => one.played),
  );
  const cutShort = code !== EXIT.unsafe && interrupted();
  if (json) {
    const checked = runs.map(({ dir, header, head, checks }) => ({
      runDir: dir,
      run: header.id,
      head,
      checks,
      replay: played.find((one) => one.dir === dir)?.played ?? null,
    }));
    const ledgers = drills.map(({ dir, header, head, checks }) => ({ drillDir: dir, drills: header.id, head, checks }));
    sayJson("verify", { runs: checked, drills: ledgers, pages, interrupted: cutShort }, code === EXIT.done && !cutShort);
  }
  return cutShort ? EXIT.interrupted : code;
}

/** The pages of the last run, drawn again from the ledgers. */
function pagesOf(
  suite: ReadySuite,
  runs: readonly VerifiedRun[],
  drills: readonly VerifiedDrills[],
  found: Pick<DrawnFrom, "drillsFound" | "drillsSince" | "reviews">,
): readonly RunCheck[] {
  const dirs = runs.map(({ dir }) => dir);
  let judged: Judged | undefined;
  const again = () => {
    judged ??= judge(
      suite,
      dirs,
      undefined,
      drills.map(({ dir }) => dir),
      leftOutThen(suite, dirs.at(-1) as string),
    );
    return judged;
  };
  const pages = {
    "report.json": () => jsonReport(again().judgement),
    "report.html": () => gateReport(again().judgement, again().book),
    "summary.md": () => markdownReport(again().judgement),
    "autonomy.html": (found: string) => sheetAgain(again().judgement, found),
  };
  return verifyPages(dirs.at(-1) as string, pages, {
    rules: suite.digest,
    runs: runs.map(({ header }) => header.id),
    named: (["drills", "adjudications", "limits"] as const).filter((name) => suite[name] !== undefined),
    files: recordFiles(suite),
    drills: drills.map(({ header, head }) => ({ id: header.id, head })),
    ...found,
  });
}

/** The sheets of the action types that were drawn; null where they stand beside a register, which is not in the folder. */
function sheetAgain(judgement: Judgement, found: string): string | null {
  const { types, register } = sheetsFound(found, judgement);
  return register ? null : autonomySheet(judgement, types);
}

const EVERY_MS = 5_000;

function play(suite: ReadySuite, dir: string, flags: VerifyFlags, signal: AbortSignal): Promise<Played> {
  const clock = () => performance.now();
  let last = clock();
  return verifyReplay(suite, dir, {
    concurrency: flags.concurrency,
    clock,
    signal,
    notice: tell,
    onProgress(done, cases) {
      if (flags.json === true || flags.quiet === true || clock() - last < EVERY_MS) return;
      last = clock();
      tell(`verify ${Math.floor((done / cases) * 100)}% ${done}/${cases}`);
    },
  });
}

/** What was changed outweighs what came out differently or cannot be told. */
function exitCodeFor(checks: readonly RunCheck[], played: readonly Played[]): number {
  if (checks.some(({ state }) => state === "broken")) return EXIT.unsafe;
  const open = played.some(
    ({ coverage: { attempts, complete, diverged, unplayed } }) => diverged > 0 || complete < attempts || unplayed.elsewhere > 0,
  );
  return open || checks.some(({ state }) => state === "unknown") ? EXIT.worse : EXIT.done;
}
