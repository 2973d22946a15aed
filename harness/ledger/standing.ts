import { type JournalRecord, newJournalEnd, readJournal, segmentStarts } from "../journal/readJournal.ts";
import { recordAt } from "../journal/recordAt.ts";
import { LEDGER } from "./readLedger.ts";
import type { LedgerRow } from "./record.ts";

type CaseRow = Extract<LedgerRow, { kind: "case" }>;

/** A run that was gone on with to make failed attempts again says so like this, in the first record of a segment. */
const RETRIED = /^\{"kind":"resume","at":"[^"]*","torn":\d+,"retry":[1-9]\d*\}/;
const LONGEST = 200;

/**
 * The records of cases that stand, each where its case first went on record: those made again later take the place of the failed
 * ones, so that a reader need not hold back what lies between. Only where a run says that there are such is anything read ahead.
 */
export class Standing {
  readonly #dir: string;
  readonly #last = new Map<number, Pick<JournalRecord, "segment" | "start" | "length">>();

  /** `dir` holds the segments of a ledger. */
  constructor(dir: string) {
    this.#dir = dir;
    const from = segmentStarts(LEDGER, dir, LONGEST).findIndex((start) => RETRIED.test(start));
    if (from < 0) return;
    // Whoever reads the ledger checks the whole chain; what is wrong in it is found there, and said with its line.
    for (const { row, segment, start, length } of readJournal(LEDGER, dir, newJournalEnd(), from + 1)) {
      const { kind, seq, again } = row as CaseRow;
      if (kind === "case" && again === true) this.#last.set(seq, { segment, start, length });
    }
  }

  /** What stands for the first record of a case. */
  of(row: CaseRow): CaseRow {
    const place = this.#last.get(row.seq);
    return place === undefined ? row : (JSON.parse(recordAt(this.#dir, place)) as CaseRow);
  }
}
