import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { EarnestError } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import { byTime, headerIn, type Night } from "../run/nights.ts";
import { readPast } from "../run/past.ts";
import { journalOf, refuseUnlessBegun } from "../run/runFolder.ts";
import type { ObserveFlags } from "./commands.ts";
import { suiteFile } from "./loadSuite.ts";

/** Where runs are kept that were given no folder of their own. */
export const RUNS = join(".earnest", "runs");

/** A run to go on with, and how it was begun; no header where it was cut off before that was on record. */
interface ToResume {
  readonly dir: string;
  readonly header: RunHeader | undefined;
}

/**
 * The run in the folder given; without one, the newest run of this suite that is unfinished, or, where failures are asked about again,
 * the newest. Throws RUN_NOT_FOUND.
 */
export function runToResume(path: string, dir: string | undefined, retry: boolean): ToResume {
  if (dir !== undefined) {
    refuseUnlessBegun(dir);
    return { dir, header: existsSync(journalOf(dir)) ? headerIn(dir) : undefined };
  }
  const file = suiteFile(path);
  const nights = nightsOf(resolve(file)).sort((a, b) => byTime(b, a));
  const found = nights.find((night) => retry || readPast(night.dir, false)?.over === false);
  if (found !== undefined) return found;
  throw new EarnestError("RUN_NOT_FOUND", `there is no ${retry ? "" : "unfinished "}run of ${file} in ${RUNS}`, {
    next: "Name the folder of the run with --run-dir, or begin one without --resume",
  });
}

/** The runs of a suite, by the file it was loaded from. */
function nightsOf(file: string): Night[] {
  const names = existsSync(RUNS) ? readdirSync(RUNS) : [];
  return names.flatMap((name) => {
    const dir = join(RUNS, name);
    const header = readable(dir);
    return header !== undefined && resolve(header.suite.file) === file ? [{ dir, header }] : [];
  });
}

/** Nobody can tell whose run it is that does not say how it began. */
function readable(dir: string): RunHeader | undefined {
  try {
    return headerIn(dir);
  } catch (error) {
    if (error instanceof EarnestError) return undefined;
    throw error;
  }
}

/** How a run is to be made: as the command line says, and what it does not say as the run was begun. */
export function settingsFor(flags: ObserveFlags, begun: RunHeader | undefined) {
  const { selection } = begun ?? {};
  return {
    data: flags.data ?? begun?.suite.data ?? undefined,
    seed: flags.seed ?? begun?.seed ?? 1,
    filter: flags.filter ?? selection?.filter ?? {},
    limit: flags.limit ?? selection?.limit ?? undefined,
    ask: flags.ask ?? selection?.ask ?? undefined,
    attempts: flags.attempts ?? begun?.attempts,
    timeout: flags.timeout ?? begun?.timeout,
    stopEarly: flags.stopEarly ?? begun?.stopEarly,
    onBadRow: flags.onBadRow ?? selection?.onBadRow,
  };
}
