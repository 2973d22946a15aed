import { beginJournal, continueJournal, Journal } from "../journal/journal.ts";
import { newJournalEnd, readJournal } from "../journal/readJournal.ts";
import type { JournalKind } from "../journal/segments.ts";
import type { DrillEvent } from "./drillEvent.ts";

const DRILL_JOURNAL: JournalKind = {
  noun: "journal of a drill",
  missing: "DRILL_BROKEN",
  corrupt: "LEDGER_CORRUPT",
  unwritable: "LEDGER_WRITE",
  hint: "Drill again",
  again: "drill again",
};

/** The journal of one drill: what was intended, before it is done, and what became of it. */
export class DrillJournal {
  readonly #journal: Journal;
  readonly #events: DrillEvent[];

  private constructor(journal: Journal, events: DrillEvent[]) {
    this.#journal = journal;
    this.#events = events;
  }

  static async begin(dir: string): Promise<DrillJournal> {
    return new DrillJournal(new Journal(DRILL_JOURNAL, dir, await beginJournal(dir)), []);
  }

  /** Goes on with one whose writer is gone. Throws LEDGER_CORRUPT where it was changed. */
  static async resume(dir: string): Promise<DrillJournal> {
    const events: DrillEvent[] = [];
    const at = await continueJournal(DRILL_JOURNAL, dir, (row) => events.push(row as DrillEvent));
    return new DrillJournal(new Journal(DRILL_JOURNAL, dir, at), events);
  }

  /** Everything so far, what is not on disk yet included. */
  get events(): readonly DrillEvent[] {
    return this.#events;
  }

  /** Goes to the disk with the next that has to be there. */
  put(event: DrillEvent): void {
    this.#events.push(event);
    this.#journal.put(JSON.stringify(event));
  }

  /** Resolves when it is on disk, with everything before it. */
  async putDurably(event: DrillEvent): Promise<void> {
    this.#events.push(event);
    await this.#journal.writeText(JSON.stringify(event));
  }

  flush(): Promise<void> {
    return this.#journal.flush();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}

/** Reads what a drill has left. Throws LEDGER_CORRUPT where it was changed. */
export function readDrillJournal(dir: string): DrillEvent[] {
  return [...readJournal(DRILL_JOURNAL, dir, newJournalEnd())].map(({ row }) => row as DrillEvent);
}
