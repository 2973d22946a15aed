import { join } from "node:path";
import { EarnestError } from "../errors.ts";
import { beginJournal, Journal } from "../journal/journal.ts";
import { type JournalEnd, newJournalEnd, readJournal } from "../journal/readJournal.ts";
import { type JournalKind, segmentName } from "../journal/segments.ts";
import type { DrillLedgerRow, DrillResult, DrillsEnd, DrillsHeader } from "./drillRecord.ts";
import { drillRowFault } from "./drillRowFault.ts";

/** The journal of an `earnest drill`. */
const DRILL_LEDGER: JournalKind = {
  noun: "drill ledger",
  missing: "RUN_NOT_FOUND",
  corrupt: "LEDGER_CORRUPT",
  unwritable: "LEDGER_WRITE",
  hint: "Give the folder of drills, such as .earnest/drills/<id>",
  again: "drill again into a new folder",
};

/** The drill ledger of a folder of drills. */
export function drillJournalOf(dir: string): string {
  return join(dir, "journal");
}

/** The append-only record of what drills showed; `flush` makes what was appended durable. */
export class DrillLedger extends Journal {
  /** Begins one in a folder that holds none. */
  static async create(dir: string): Promise<DrillLedger> {
    return new DrillLedger(DRILL_LEDGER, drillJournalOf(dir), await beginJournal(drillJournalOf(dir)));
  }

  append(row: DrillLedgerRow): Promise<void> {
    return this.appendText(JSON.stringify(row));
  }
}

/** A drill ledger that is being read: `end` and `journal` are complete once the last result was read. */
export interface OpenDrills {
  readonly header: DrillsHeader;
  readonly results: Generator<DrillResult>;
  readonly frame: {
    /** The last record; null where the drills were cut off. */
    end: DrillsEnd | null;
    readonly journal: JournalEnd;
    /** The last record that was read stands there. */
    at: { readonly file: string; readonly line: number };
  };
}

/**
 * Opens a drill ledger and reads its header. Throws RUN_NOT_FOUND, or RUN_EMPTY where it was cut off before its first record;
 * this and reading on throw LEDGER_CORRUPT for one that was changed or contradicts itself.
 */
export function openDrills(dir: string): OpenDrills {
  const frame: OpenDrills["frame"] = { end: null, journal: newJournalEnd(), at: { file: drillJournalOf(dir), line: 0 } };
  const rows = checkedRows(dir, frame);
  const header = rows.next().value as DrillLedgerRow | undefined;
  if (header === undefined)
    throw new EarnestError("RUN_EMPTY", `the drills in ${dir} were cut off before their first record`, {
      next: "Delete the folder, and drill again",
    });
  if (header.kind !== "drills") throw drillsCorrupt(frame, "a result stands before its beginning");
  return { header, frame, results: resultsIn(rows, frame) };
}

function* resultsIn(rows: Iterable<DrillLedgerRow>, frame: OpenDrills["frame"]): Generator<DrillResult> {
  let read = 0;
  for (const row of rows) {
    if (frame.end !== null) throw drillsCorrupt(frame, "a record stands behind its end");
    if (row.kind === "drills") throw drillsCorrupt(frame, "it begins twice");
    if (row.kind === "drill") {
      read++;
      if (row.n !== read) throw drillsCorrupt(frame, `result ${row.n} stands in place ${read}`);
      yield row;
    } else {
      if (row.results !== read) throw drillsCorrupt(frame, `its end counts ${row.results} results, and ${read} are on record`);
      frame.end = row;
    }
  }
}

function* checkedRows(dir: string, frame: OpenDrills["frame"]): Generator<DrillLedgerRow> {
  let [within, line] = [0, 0];
  for (const { row, segment } of readJournal(DRILL_LEDGER, drillJournalOf(dir), frame.journal)) {
    line = segment === within ? line + 1 : 1;
    within = segment;
    frame.at = { file: join(drillJournalOf(dir), segmentName(segment)), line };
    const fault = drillRowFault(row);
    if (fault !== undefined) throw drillsCorrupt(frame, `record ${frame.journal.records} cannot be read: ${fault}`);
    yield row as DrillLedgerRow;
  }
}

/** LEDGER_CORRUPT for a drill ledger whose last record that was read contradicts something. */
export function drillsCorrupt({ at }: Pick<OpenDrills["frame"], "at">, why: string): EarnestError {
  return new EarnestError("LEDGER_CORRUPT", `the drill ledger does not hold together: ${why}`, {
    where: at,
    next: "Restore it from a copy, or drill again",
  });
}
