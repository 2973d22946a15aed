import { readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { EarnestError, messageOf } from "../errors.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { readLedger } from "../ledger/readLedger.ts";
import { headerIn } from "../run/nights.ts";
import { existingJournal, journalOf } from "../run/runFolder.ts";
import type { DrawnRecord } from "../verify/pageRecord.ts";
import type { RunCheck } from "../verify/verifyRun.ts";
import { shorten, visibleLine } from "../words.ts";

/** The folders of a report's runs, and what is wrong with other copies of the same runs. */
export interface RunsOfReport {
  readonly dirs: readonly string[];
  readonly copies: readonly RunCheck[];
}

/**
 * Looks for the runs of a report in the places that were `named`, and then in the `usual` ones; in all of them, since whoever hands in a report
 * can hand in a copy of its run as well, with the id of the one that is kept here. A name in a report is anybody's text: folders are looked into, and
 * never made out of it. Throws RUN_NOT_FOUND.
 */
export function runsOfReport(
  { runs }: DrawnRecord,
  file: string,
  named: readonly string[],
  usual: readonly string[],
): RunsOfReport {
  const chosen = new Set(named.flatMap(runsIn));
  const places = new Map<string, string>();
  for (const dir of [...chosen, ...usual.flatMap(runsIn)]) places.set(realpathSync(dir), places.get(realpathSync(dir)) ?? dir);
  const found = Map.groupBy(places.values(), idOf);
  const missing = runs.filter(({ id }) => !found.has(id));
  if (missing.length > 0 || runs.length === 0) throw notFound(runs.length, missing, file);
  const chosenOf = runs.map(({ id }) => oneOf(id, found.get(id) as string[], chosen));
  return { dirs: chosenOf.map(({ dir }) => dir), copies: chosenOf.flatMap(({ copies }) => copies) };
}

/** The copy to read: one that can be read, and the first of those. */
function oneOf(id: string, dirs: readonly string[], chosen: ReadonlySet<string>) {
  const [only = ""] = dirs;
  if (dirs.length === 1) return { dir: only, copies: [] };
  const heads = dirs.map((dir) => ({ dir, head: headOf(dir) }));
  const { dir, head } = heads.find((one) => typeof one.head === "string") ?? { dir: only, head: undefined };
  const copies = heads.flatMap((other): RunCheck[] => {
    if (other.dir === dir || other.head === head) return [];
    const places = `the run ${shorten(id, 100)} lies in ${dir} and in ${other.dir}`;
    if (typeof other.head === "string")
      return [{ what: "ledger", state: "broken", says: `${places}, and the two are not the same: one of them was changed` }];
    const state = chosen.has(dir) ? "absent" : "unknown";
    return [
      {
        what: "ledger",
        state,
        says: `${places}, where it cannot be read (${messageOf(other.head)}): --run names the one to read`,
      },
    ];
  });
  return { dir, copies };
}

/** The hash of the last record; what was thrown where the ledger does not hold together. */
function headOf(dir: string): string | EarnestError {
  const end = newJournalEnd();
  try {
    for (const _ of readLedger(journalOf(dir), end));
    return end.head;
  } catch (error) {
    if (error instanceof EarnestError) return error;
    throw error;
  }
}

function notFound(all: number, missing: DrawnRecord["runs"], file: string): EarnestError {
  const names = missing.map(({ id }) => visibleLine(shorten(id, 100))).slice(0, 10);
  return new EarnestError(
    "RUN_NOT_FOUND",
    all === 0
      ? "the report names no run, so nothing in it can be checked"
      : `the report was drawn from ${missing.length === 1 ? "a run that is" : "runs that are"} not here: ${names.join(", ")}`,
    {
      where: { file },
      next: "Get the folder of the run from whoever drew the report, and name it with --run, and your own copy of the suite with --suite; without the run nothing in the report is confirmed",
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
    throw new EarnestError("RUN_NOT_FOUND", `${base} cannot be looked into: ${messageOf(error)}`, {
      next: "Name the folder of the run with --run",
    });
  }
  return [base, ...names.map((name) => join(base, name))].filter(existingJournal);
}

/** The run of a ledger whose beginning can be read. */
function idOf(dir: string): string | undefined {
  try {
    return headerIn(dir)?.id;
  } catch (error) {
    if (error instanceof EarnestError) return undefined;
    throw error;
  }
}
