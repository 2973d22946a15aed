import { type JournalEnd, readJournal } from "../journal/readJournal.ts";
import type { JournalKind } from "../journal/segments.ts";
import type { LedgerRow } from "./record.ts";

/** The journal of a run. */
export const LEDGER: JournalKind = {
  noun: "ledger",
  missing: "RUN_NOT_FOUND",
  corrupt: "LEDGER_CORRUPT",
  unwritable: "LEDGER_WRITE",
  again: "go on with --resume",
  hint: "Give the folder of a run, such as .earnest/runs/<id>",
};

/** Streams a ledger's records in order; throws what `readJournal` throws. */
export function* readLedger(dir: string, end: JournalEnd): Generator<LedgerRow> {
  for (const { row } of readJournal(LEDGER, dir, end)) yield row as LedgerRow;
}
