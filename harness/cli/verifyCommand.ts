import { gateReport } from "../../reports/gateReport.ts";
import { jsonReport } from "../../reports/jsonReport.ts";
import { markdownReport } from "../../reports/markdownReport.ts";
import { type Judged, judge } from "../run/judge.ts";
import { headersOf } from "../run/nights.ts";
import type { ReadySuite } from "../suite.ts";
import { verifyPages } from "../verify/verifyPages.ts";
import { type Played, verifyReplay } from "../verify/verifyReplay.ts";
import { type RunCheck, type VerifiedRun, verifyRun } from "../verify/verifyRun.ts";
import { visibleLine } from "../words.ts";
import { type CommonOptions, suiteOf } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { say, sayJson, styled, tell } from "./say.ts";
import { sayChecks, sayCoverage } from "./sayVerify.ts";

export interface VerifyFlags extends CommonOptions {
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
  const pages = pagesOf(suite, runs);
  const json = flags.json === true;
  if (!json) {
    for (const { dir, checks } of runs) {
      if (runs.length > 1) say(`  ${styled("bold", visibleLine(dir))}`);
      sayChecks(checks);
    }
    sayChecks(pages);
  }
  const played: { readonly dir: string; readonly played: Played }[] = [];
  const stop = new AbortController();
  if (flags.replay)
    for (const { dir } of runs) {
      const one = await play(suite, dir, flags, stop);
      played.push({ dir, played: one });
      if (!json) sayCoverage(one, dir, stop.signal.aborted);
      if (stop.signal.aborted) break;
    }
  const code = exitCodeFor(
    [...runs.flatMap((run) => run.checks), ...pages],
    played.map((one) => one.played),
  );
  const interrupted = code !== EXIT.unsafe && stop.signal.aborted;
  if (json) {
    const checked = runs.map(({ dir, header, head, checks }) => ({
      runDir: dir,
      run: header.id,
      head,
      checks,
      replay: played.find((one) => one.dir === dir)?.played ?? null,
    }));
    sayJson("verify", { runs: checked, pages, interrupted }, code === EXIT.done && !interrupted);
  }
  return interrupted ? EXIT.interrupted : code;
}

/** The pages of the last run, drawn again from the ledgers. */
function pagesOf(suite: ReadySuite, runs: readonly VerifiedRun[]): readonly RunCheck[] {
  const dirs = runs.map(({ dir }) => dir);
  let judged: Judged | undefined;
  const again = () => {
    judged ??= judge(suite, dirs);
    return judged;
  };
  const pages = {
    "report.json": () => jsonReport(again().judgement),
    "report.html": () => gateReport(again().judgement, again().book),
    "summary.md": () => markdownReport(again().judgement),
  };
  const ids = runs.map(({ header }) => header.id);
  return verifyPages(dirs.at(-1) as string, pages, suite.digest, ids);
}

const EVERY_MS = 5_000;

async function play(suite: ReadySuite, dir: string, flags: VerifyFlags, stop: AbortController): Promise<Played> {
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort();
  };
  const clock = () => performance.now();
  let last = clock();
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    return await verifyReplay(suite, dir, {
      concurrency: flags.concurrency,
      clock,
      signal: stop.signal,
      notice: tell,
      onProgress(done, cases) {
        if (flags.json === true || flags.quiet === true || clock() - last < EVERY_MS) return;
        last = clock();
        tell(`verify ${Math.floor((done / cases) * 100)}% ${done}/${cases}`);
      },
    });
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

/** What was changed outweighs what came out differently or cannot be told. */
function exitCodeFor(checks: readonly RunCheck[], played: readonly Played[]): number {
  if (checks.some(({ state }) => state === "broken")) return EXIT.unsafe;
  const open = played.some(
    ({ coverage: { attempts, complete, diverged, unplayed } }) => diverged > 0 || complete < attempts || unplayed.elsewhere > 0,
  );
  return open || checks.some(({ state }) => state === "unknown") ? EXIT.worse : EXIT.done;
}
