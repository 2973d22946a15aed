import { join } from "node:path";
import { EarnestError } from "../errors.ts";
import { beginJournal, Journal } from "../journal/journal.ts";
import { type JournalEnd, newJournalEnd, readJournal } from "../journal/readJournal.ts";
import type { JournalKind } from "../journal/segments.ts";
import type { DrillLedgerRow, DrillResult, DrillsEnd, DrillsHeader } from "./drillRecord.ts";
import { drillRowFault } from "./drillRowFault.ts";

/** The journal of an `earnest drill`. */
const DRILL_LEDGER: JournalKind = {
  noun: "drill ledger",
  missing: "RUN_NOT_FOUND",
  corrupt: "LEDGER_CORRUPT",
  unwritable: "LEDGER_WRITE",
  hint: "Give the folder of drills, such as .earnest/drills/<id>",
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
  };
}

/**
 * Opens a drill ledger and reads its header. Throws RUN_NOT_FOUND, or RUN_EMPTY where it was cut off before its first record;
 * this and reading on throw LEDGER_CORRUPT for one that was changed or contradicts itself.
 */
export function openDrills(dir: string): OpenDrills {
  const frame: OpenDrills["frame"] = { end: null, journal: newJournalEnd() };
  const rows = checkedRows(dir, frame.journal);
  const header = rows.next().value as DrillLedgerRow | undefined;
  if (header === undefined)
    throw new EarnestError("RUN_EMPTY", `the drills in ${dir} were cut off before their first record`, {
      next: "Delete the folder, and drill again",
    });
  if (header.kind !== "drills") throw corrupt(dir, "a result stands before its beginning");
  return { header, frame, results: resultsIn(dir, rows, frame) };
}

function* resultsIn(dir: string, rows: Iterable<DrillLedgerRow>, frame: OpenDrills["frame"]): Generator<DrillResult> {
  let read = 0;
  for (const row of rows) {
    if (frame.end !== null) throw corrupt(dir, "a record stands behind its end");
    if (row.kind === "drills") throw corrupt(dir, "it begins twice");
    if (row.kind === "drill") {
      read++;
      if (row.n !== read) throw corrupt(dir, `result ${row.n} stands in place ${read}`);
      yield row;
    } else {
      if (row.results !== read) throw corrupt(dir, `its end counts ${row.results} results, and ${read} are on record`);
      frame.end = row;
    }
  }
}

function* checkedRows(dir: string, end: JournalEnd): Generator<DrillLedgerRow> {
  for (const { row } of readJournal(DRILL_LEDGER, drillJournalOf(dir), end)) {
    const fault = drillRowFault(row);
    if (fault !== undefined) throw corrupt(dir, `record ${end.records} cannot be read: ${fault}`);
    yield row as DrillLedgerRow;
  }
}

function corrupt(dir: string, why: string): EarnestError {
  return new EarnestError("LEDGER_CORRUPT", `the drill ledger does not hold together: ${why}`, {
    where: { file: drillJournalOf(dir) },
    next: "Restore it from a copy, or drill again",
  });
}
