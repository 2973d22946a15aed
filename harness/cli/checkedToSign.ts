import { EarnestError } from "../errors.ts";
import { headersOf } from "../run/nights.ts";
import { checksOf } from "./checksOf.ts";
import { reportGiven } from "./reportGiven.ts";

/**
 * Checks a report before somebody puts their name to it: undefined where it is what its ledger gives, or why that could not be told, in a
 * sentence. Throws SIGNOFF_BROKEN for one that was changed, and what reading its ledger throws.
 */
export async function checkedToSign(report: string): Promise<string | undefined> {
  try {
    const given = reportGiven([report], []);
    if (given === undefined) return "it is no report";
    const { file, record, copies } = given;
    const dirs = headersOf(given.dirs).map(({ dir }) => dir);
    const { runs, drills, gate, pages } = await checksOf({ dirs, report: file, record }, {});
    const checks = [...[...runs, ...drills].flatMap((one) => one.checks), ...copies, gate, ...pages];
    const broken = checks.filter(({ state }) => state === "broken");
    if (broken.length === 0) return checks.find(({ state }) => state === "unknown")?.says;
    throw new EarnestError("SIGNOFF_BROKEN", "the report does not hold, so it is not signed", {
      where: { file },
      details: broken.flatMap(({ says, details = [] }) => [says, ...details]).slice(0, 20),
      next:
        gate.state === "broken"
          ? "Put the gates back as the run began with them, or run anew by those of now"
          : "Draw the report again from its run, and read that one",
    });
  } catch (error) {
    if (error instanceof EarnestError && NOT_HERE.has(error.code)) return error.message;
    throw error;
  }
}

/** What a report is checked by may be somewhere else. */
const NOT_HERE: ReadonlySet<EarnestError["code"]> = new Set(["RUN_NOT_FOUND", "SUITE_NOT_FOUND", "DATA_MISSING"]);
