import { EarnestError } from "../errors.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { RunHeader } from "../ledger/record.ts";
import { headerUnreadable } from "./openRun.ts";
import { journalOf } from "./runFolder.ts";

/** What made the numbers of a run, from the ledger itself; undefined when the run was cut off before its first case. */
export function headerIn(dir: string): RunHeader | undefined {
  for (const row of readLedger(journalOf(dir), newJournalEnd())) {
    if (row.kind === "case") throw unreadable(dir, "a case stands before its beginning", "Restore it from a copy");
    if (row.kind !== "run") continue;
    const why = headerUnreadable(row.run);
    if (why === undefined) return row.run;
    throw unreadable(dir, why, "Read it with the earnest that wrote it, or restore it from a copy");
  }
  return undefined;
}

function unreadable(dir: string, why: string, next: string): EarnestError {
  return new EarnestError("LEDGER_CORRUPT", `the ledger does not hold together: ${why}`, {
    where: { file: journalOf(dir) },
    next,
  });
}

/** The same; throws RUN_EMPTY when there is none, RUN_NOT_FOUND or LEDGER_CORRUPT. */
export function headerOf(dir: string): RunHeader {
  const header = headerIn(dir);
  if (header !== undefined) return header;
  throw new EarnestError("RUN_EMPTY", `the run in ${dir} was cut off before its first case`, {
    next: "Run it again, into the same folder with --resume",
  });
}

/** A run folder and its header. */
export interface Night {
  readonly dir: string;
  readonly header: RunHeader;
}

/** Earlier runs first. */
export function byTime({ header: a }: Night, { header: b }: Night): number {
  return order(a.startedAt, b.startedAt) || order(a.id, b.id);
}

/** Runs in order of time, whatever order they are named in. Throws USAGE when one run is named twice. */
export function headersOf(dirs: readonly string[]): Night[] {
  const nights = dirs.map((dir) => ({ dir, header: headerOf(dir) })).sort(byTime);
  const twice = nights.find(({ header }, at) => nights[at - 1]?.header.id === header.id);
  if (twice === undefined) return nights;
  throw new EarnestError("USAGE", `the run ${twice.header.id} is named twice`, { next: "Name each run once" });
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
