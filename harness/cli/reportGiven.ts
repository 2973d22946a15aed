import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { EarnestError } from "../errors.ts";
import { type DrawnRecord, pageRecord } from "../verify/pageRecord.ts";
import { RUNS } from "./resume.ts";
import { type RunsOfReport, runsOfReport } from "./runsOfReport.ts";

/** More than any report takes. */
const LARGEST = 256 * 1024 * 1024;

/** A report that lies anywhere, with what it says it was drawn from and where that was found. */
export interface ReportGiven extends RunsOfReport {
  readonly file: string;
  readonly record: DrawnRecord;
}

/** The report among what was named, if one is; the other names, and `places`, are folders in which its runs are looked for. */
export function reportGiven(given: readonly string[], places: readonly string[]): ReportGiven | undefined {
  const files = given.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === false);
  const [file] = files;
  if (file === undefined) return undefined;
  if (files.length > 1)
    throw new EarnestError("USAGE", "verify takes one report at a time", { next: "Check the others by a command of their own" });
  const record = recordOf(file);
  const beside = dirname(resolve(file));
  const named = [...places, ...given.filter((path) => path !== file)];
  // What is kept here before what may have come with the report: beside a ledger of the same head, reviews may be others.
  return { file, record, ...runsOfReport(record, file, named, [RUNS, beside, dirname(beside)]) };
}

function recordOf(file: string): DrawnRecord {
  const found = statSync(file);
  if (!found.isFile())
    throw new EarnestError("USAGE", "this is no file that could be read again", { where: { file }, next: NEXT });
  if (found.size > LARGEST)
    throw new EarnestError("USAGE", "this file is larger than any report", { where: { file }, next: NEXT });
  const record = pageRecord(readFileSync(file, "utf8"));
  if (record !== undefined) return record;
  throw new EarnestError("USAGE", "this file does not say which run it was drawn from, so nothing in it can be checked", {
    where: { file },
    next: NEXT,
  });
}

const NEXT = "Give a report.html or report.json as earnest draws it, or the folder of its run";
