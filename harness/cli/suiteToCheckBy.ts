import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { EarnestError } from "../errors.ts";
import { headerOf } from "../run/nights.ts";
import { shorten, visibleLine } from "../words.ts";
import { type JudgeFlags, suiteOf } from "./commands.ts";
import type { LoadedSuite } from "./loadSuite.ts";

/** What somebody else may have handed in: the folders of runs, and the report that was drawn from them. */
export interface HandedIn {
  readonly dirs: readonly string[];
  readonly report: string | undefined;
}

/**
 * The suite to check by: that of `--suite`, or the one that the last run names. A suite is a program, and a ledger may come from anybody: what
 * it names is loaded only from the working folder, and never from where the ledger or the report lies. Throws SUITE_NOT_FOUND.
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

function isOwn(file: string, { dirs, report }: HandedIn): boolean {
  const here = realOf(".");
  const suite = realOf(file);
  if (!isWithin(suite, here) || dirs.some((dir) => isWithin(suite, realOf(dir)))) return false;
  if (report === undefined) return true;
  const beside = dirname(realOf(report));
  // A report may lie at the top of the working folder, with every suite in a folder below.
  return isWithin(here, beside) ? dirname(suite) !== beside : !isWithin(suite, beside);
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
