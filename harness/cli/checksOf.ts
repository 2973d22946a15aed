import type { DrawnRecord } from "../verify/pageRecord.ts";
import { verifyDrills } from "../verify/verifyDrills.ts";
import { type VerifiedRun, verifyRun } from "../verify/verifyRun.ts";
import type { JudgeFlags } from "./commands.ts";
import { drawnAgain } from "./drawnAgain.ts";
import { drillDirsThen } from "./drillDirs.ts";
import { suiteToCheckBy } from "./suiteToCheckBy.ts";

/** What is to be checked: runs in order of time, and a report or the pages in the folder of the last of them. */
export interface ToCheck {
  readonly dirs: readonly string[];
  readonly report: string | undefined;
  readonly record: DrawnRecord | undefined;
  /** The head of the last ledger as it was kept elsewhere. */
  readonly head?: string | undefined;
}

/** The checks of runs, of the drills beside them, of the gates and of what was drawn from them. Throws what reading any of these throws. */
export async function checksOf({ dirs, report, record, head }: ToCheck, flags: Pick<JudgeFlags, "suite" | "data" | "drills">) {
  const runs: VerifiedRun[] = [];
  for (const dir of dirs) runs.push(await verifyRun(dir, dir === dirs.at(-1) ? head : undefined));
  const { suite, file: suiteFile } = await suiteToCheckBy({ dirs, report }, flags);
  const drills = drillDirsThen(suite, flags.drills, record).map(verifyDrills);
  const drillsFound = flags.drills === undefined;
  return { suite, suiteFile, runs, drills, ...drawnAgain({ suite, runs, drills, drillsFound, report, record }) };
}
