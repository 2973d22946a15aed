import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Option } from "commander";
import { drillJournalOf, openDrills } from "../drill/drillLedger.ts";
import { EarnestError } from "../errors.ts";
import { type DrillsLeftOut, drillsLeftOut } from "../evidence/drillsLeftOut.ts";
import type { BookLimits } from "../run/caseBook.ts";
import { type Judged, judge } from "../run/judge.ts";
import type { ReadySuite } from "../suite.ts";
import type { DrawnRecord } from "../verify/pageRecord.ts";

/** Where drill ledgers are kept that were given no folder of their own. */
export const DRILLS = join(".earnest", "drills");
/** Instead of a folder: no drill ledger counts. */
const NONE = "none";

export interface DrillDirFlags {
  readonly drills?: readonly string[];
}

export const drillDirsOption = () =>
  new Option(
    "--drills <dir>",
    `drill ledgers that count, a folder of one or of several; may be given more than once, ${NONE} for none (default: those of the suite in ${DRILLS})`,
  )
    .argParser((dir: string, before: readonly string[] = []) => [...before, dir])
    .env("EARNEST_DRILLS");

/** Judges runs with the drill ledgers that count beside them; the one place where commands do. Throws what `judge` throws, or RUN_NOT_FOUND. */
export function judgeWithDrills(suite: ReadySuite, dirs: readonly string[], flags: DrillDirFlags, limits?: BookLimits): Judged {
  const read = drillDirs(suite, flags.drills);
  return judge(suite, dirs, limits, read, leftOutBeside(suite, read));
}

/** Of the ledgers of the suite that are kept, those that are not read. */
function leftOutBeside({ name }: ReadySuite, read: readonly string[]): DrillsLeftOut[] {
  const idOf = (dir: string) => openDrills(dir).header.id;
  const ids = new Set(read.map(idOf));
  return keptOf(name)
    .filter((dir) => !ids.has(idOf(dir)))
    .map(drillsLeftOut);
}

/** The same for pages that were drawn before: those that they say were left out. */
export function leftOutThen({ name }: ReadySuite, record: DrawnRecord | undefined): DrillsLeftOut[] {
  const ids = record?.drillsLeftOut.map(({ id }) => id) ?? [];
  return keptOf(name)
    .filter((dir) => ids.includes(openDrills(dir).header.id))
    .map(drillsLeftOut);
}

/** The ledgers of a suite that lie where they are kept. */
function keptOf(suite: string): string[] {
  return existsSync(DRILLS) ? within(DRILLS).filter((dir) => suiteOf(dir) === suite) : [];
}

/** The drill ledgers that were named, or those of the suite that lie where they are kept; a folder may hold one or several. */
export function drillDirs({ name }: ReadySuite, named: readonly string[] | undefined): string[] {
  if (named === undefined) return keptOf(name);
  if (!named.includes(NONE)) return [...new Set(named.flatMap(namedIn))];
  if (named.length === 1) return [];
  throw new EarnestError("USAGE", "--drills none stands alone", { next: "Name folders of drill ledgers, or none" });
}

/** The same for pages that were drawn before: of the ledgers that are kept, those that they say they have read. */
export function drillDirsThen(
  suite: ReadySuite,
  named: readonly string[] | undefined,
  record: DrawnRecord | undefined,
): string[] {
  const now = drillDirs(suite, named);
  const then = named === undefined ? record?.drillLedgers?.map(({ id }) => id) : undefined;
  return then === undefined ? now : now.filter((dir) => then.includes(openDrills(dir).header.id));
}

function namedIn(dir: string): string[] {
  if (existsSync(drillJournalOf(dir))) return [dir];
  const found = existsSync(dir) ? within(dir) : [];
  if (found.length > 0) return found;
  throw new EarnestError("RUN_NOT_FOUND", `there is no drill ledger in ${dir}`, {
    next: `Give the folder of drills, such as ${DRILLS}/<id>, or leave out --drills`,
  });
}

/** In the order of their names, which is that of time. */
function within(dir: string): string[] {
  return readdirSync(dir)
    .sort()
    .map((name) => join(dir, name))
    .filter((one) => existsSync(drillJournalOf(one)));
}

/** Undefined where drills were cut off before anything was on record. */
function suiteOf(dir: string): string | undefined {
  try {
    return openDrills(dir).header.suite.name;
  } catch (error) {
    if (error instanceof EarnestError && error.code === "RUN_EMPTY") return undefined;
    throw error;
  }
}
