import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { EarnestError, messageOf } from "../errors.ts";
import { headerIn } from "../run/nights.ts";
import { existingJournal } from "../run/runFolder.ts";
import { type DrawnRecord, pageRecord } from "../verify/pageRecord.ts";
import { shorten, visibleLine } from "../words.ts";
import { RUNS } from "./resume.ts";

/** More than any report takes. */
const LARGEST = 256 * 1024 * 1024;

/** A report that lies anywhere, with what it says it was drawn from and where that was found. */
export interface ReportGiven {
  readonly file: string;
  readonly record: DrawnRecord;
  /** The folders of its runs. */
  readonly dirs: readonly string[];
}

/** The report among what was named, if one is; the other names, and `places`, are folders in which its runs are looked for. */
export function reportGiven(given: readonly string[], places: readonly string[]): ReportGiven | undefined {
  const files = given.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
  const [file] = files;
  if (file === undefined) return undefined;
  if (files.length > 1)
    throw new EarnestError("USAGE", "verify takes one report at a time", { next: "Check the others by a command of their own" });
  const record = recordOf(file);
  const beside = dirname(resolve(file));
  const bases = [...places, ...given.filter((path) => path !== file), beside, dirname(beside), RUNS];
  return { file, record, dirs: dirsOf(record, file, bases) };
}

function recordOf(file: string): DrawnRecord {
  if (statSync(file).size > LARGEST)
    throw new EarnestError("USAGE", "this file is larger than any report", { where: { file }, next: NEXT });
  const record = pageRecord(readFileSync(file, "utf8"));
  if (record !== undefined) return record;
  throw new EarnestError("USAGE", "this file does not say which run it was drawn from, so nothing in it can be checked", {
    where: { file },
    next: NEXT,
  });
}

const NEXT = "Give a report.html or report.json as earnest draws it, or the folder of its run";

/** A name in a report is anybody's text: folders are looked into, and never made out of it. */
function dirsOf({ runs }: DrawnRecord, file: string, bases: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const dir of bases.flatMap(runsIn)) {
    const id = idOf(dir);
    if (id !== undefined && !found.has(id)) found.set(id, dir);
  }
  const missing = runs.filter(({ id }) => !found.has(id));
  if (missing.length === 0 && runs.length > 0) return runs.map(({ id }) => found.get(id) as string);
  const names = missing.map(({ id }) => visibleLine(shorten(id, 100))).slice(0, 10);
  throw new EarnestError(
    "RUN_NOT_FOUND",
    runs.length === 0
      ? "the report names no run, so nothing in it can be checked"
      : `the report was drawn from ${missing.length === 1 ? "a run that is" : "runs that are"} not here: ${names.join(", ")}`,
    {
      where: { file },
      next: "Get the folder of the run from whoever drew the report, and name it with --run; without it nothing in the report is confirmed",
    },
  );
}

/** The folder itself, and those in it, as far as they hold a ledger. */
function runsIn(base: string): string[] {
  let names: string[];
  try {
    names = readdirSync(base).sort();
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw new EarnestError("RUN_NOT_FOUND", `${base} cannot be looked into: ${messageOf(error)}`, { next: NEXT });
  }
  return [base, ...names.map((name) => join(base, name))].filter(existingJournal);
}

/** The run of a ledger that can be read; a broken one is told of where it is the one that was meant. */
function idOf(dir: string): string | undefined {
  try {
    return headerIn(dir)?.id;
  } catch (error) {
    if (error instanceof EarnestError) return undefined;
    throw error;
  }
}
