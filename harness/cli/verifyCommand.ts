import { headersOf } from "../run/nights.ts";
import type { ReadySuite } from "../suite.ts";
import { signatureChecks, signatureChecksIn } from "../verify/signatureChecks.ts";
import { recordIn } from "../verify/verifyPages.ts";
import { type Played, verifyReplay } from "../verify/verifyReplay.ts";
import type { RunCheck } from "../verify/verifyRun.ts";
import { visibleLine } from "../words.ts";
import { checksOf } from "./checksOf.ts";
import type { CommonOptions } from "./commands.ts";
import type { DrillDirFlags } from "./drillDirs.ts";
import { EXIT } from "./exitCode.ts";
import { interruptible } from "./interruptible.ts";
import { vouchedKeyIn } from "./keyFiles.ts";
import { reportGiven } from "./reportGiven.ts";
import { say, sayJson, styled, tell } from "./say.ts";
import { sayChecks, sayCoverage } from "./sayVerify.ts";

export interface VerifyFlags extends CommonOptions, DrillDirFlags {
  readonly suite?: string;
  readonly data?: string;
  readonly head?: string;
  readonly run: readonly string[];
  readonly pubkey: readonly string[];
  readonly signoffHead?: string;
  readonly replay: boolean;
  readonly concurrency: number;
}

/** earnest verify: does the record hold together, do its pages say what it says, and does the agent do the same again? */
export async function verifyCommand(given: readonly string[], flags: VerifyFlags): Promise<number> {
  const report = reportGiven(given, flags.run);
  const copies = report?.copies ?? [];
  const dirs = headersOf(report?.dirs ?? given).map(({ dir }) => dir);
  const record = report?.record ?? recordIn(dirs.at(-1) as string);
  const { suite, suiteFile, runs, drills, gate, pages } = await checksOf(
    { dirs, report: report?.file, record, head: flags.head },
    flags,
  );
  const against = {
    keys: flags.pubkey.map(vouchedKeyIn),
    head: flags.signoffHead,
    began: runs.at(-1)?.header.startedAt ?? null,
    now: new Date().toISOString(),
  };
  const signed = report === undefined ? signatureChecksIn(dirs.at(-1) as string, against) : signatureChecks(report.file, against);
  const json = flags.json === true;
  // Before anything is said, so that whoever has read it can stop what follows.
  using interrupts = flags.replay ? interruptible() : undefined;
  const interrupted = () => interrupts?.signal.aborted === true;
  if (!json) {
    say(`  ${styled("dim", "suite")} ${visibleLine(suiteFile)}`);
    for (const { dir, checks } of runs) {
      say(`  ${styled("dim", "run  ")} ${visibleLine(dir)}`);
      sayChecks(checks);
    }
    sayChecks(copies);
    for (const { checks } of drills) sayChecks(checks);
    sayChecks([gate, ...pages, ...signed]);
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
    [...[...runs, ...drills].flatMap(({ checks }) => checks), ...copies, gate, ...pages, ...signed],
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
    sayJson(
      "verify",
      { suite: suiteFile, runs: checked, copies, drills: ledgers, gate, pages, signed, interrupted: cutShort },
      code === EXIT.done && !cutShort,
    );
  }
  return cutShort ? EXIT.interrupted : code;
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
