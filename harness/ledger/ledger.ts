import { beginJournal, continueJournal, Journal } from "../journal/journal.ts";
import type { Torn } from "../journal/readJournal.ts";
import { LEDGER } from "./readLedger.ts";
import type { LedgerRow } from "./record.ts";

/** The append-only record of what was seen. */
export class Ledger extends Journal {
  /** Begins a ledger in a directory that holds none; a segment is closed at `segmentBytes`. */
  static async create(dir: string, segmentBytes?: number): Promise<Ledger> {
    return new Ledger(LEDGER, dir, await beginJournal(dir), segmentBytes);
  }

  /** Goes on with a ledger after handing every record to `see`; `torn` is the record that was cut off, and is taken away. */
  static async reopen(dir: string, see: (row: LedgerRow) => void): Promise<{ ledger: Ledger; torn: Torn | null }> {
    const at = await continueJournal(LEDGER, dir, (row) => see(row as LedgerRow));
    return { ledger: new Ledger(LEDGER, dir, at), torn: at.torn };
  }

  /** Takes a record and waits its turn while too much is waiting; `flush` makes it durable. */
  append(row: LedgerRow): Promise<void> {
    return this.appendText(JSON.stringify(row));
  }
}
