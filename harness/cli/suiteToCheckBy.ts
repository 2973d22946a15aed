import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { EarnestError } from "../errors.ts";
import { headerOf } from "../run/nights.ts";
import { shorten, visibleLine } from "../words.ts";
import { type JudgeFlags, suiteOf } from "./commands.ts";
import type { LoadedSuite } from "./loadSuite.ts";
import { RUNS } from "./resume.ts";

/** What somebody else may have handed in: the folders of runs, and the report that was drawn from them. */
export interface HandedIn {
  readonly dirs: readonly string[];
  readonly report: string | undefined;
}

/**
 * The suite to check by: that of `--suite`, or the one that the last run names. A suite is a program, and a ledger may come from anybody: what
 * it names is loaded only from the working folder, and never from where the ledger or the report may have brought it along. Throws SUITE_NOT_FOUND.
 */
export async function suiteToCheckBy(handed: HandedIn, flags: Pick<JudgeFlags, "suite" | "data">): Promise<LoadedSuite> {
  const { file } = headerOf(handed.dirs.at(-1) as string).suite;
  if (flags.suite === undefined && !isOwn(file, handed))
    throw new EarnestError(
      "SUITE_NOT_FOUND",
      `the run names a suite that may not be one's own: ${visibleLine(shorten(file, 200))}`,
      {
        next: "Name the suite to check by with --suite: it is a program, so take one that you know, and none that came with the report",
      },
    );
  return suiteOf(handed.dirs, flags);
}

/**
 * A ledger is one's own where runs are kept; what any other names may have come with it, in the same folder or around its report, even where
 * the working folder holds them all.
 */
function isOwn(file: string, { dirs, report }: HandedIn): boolean {
  const suite = realOf(file);
  const runs = dirs.map(realOf);
  if (!isWithin(suite, realOf(".")) || isWithin(suite, realOf(RUNS)) || runs.some((run) => isWithin(suite, run))) return false;
  if (runs.every((run) => isWithin(run, realOf(RUNS)))) return true;
  const cameWith = [...runs.map((run) => dirname(run)), ...(report === undefined ? [] : [dirname(dirname(realOf(report)))])];
  return !cameWith.some((folder) => isWithin(suite, folder));
}

/** Where a path leads; one that leads nowhere is as it is named. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
}
