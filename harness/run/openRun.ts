import type { Step } from "../agent.ts";
import { IdSet } from "../dataset/idSet.ts";
import { EarnestError } from "../errors.ts";
import { type JournalEnd, newJournalEnd } from "../journal/readJournal.ts";
import { headerFault } from "../ledger/headerFault.ts";
import { readLedger } from "../ledger/readLedger.ts";
import { type LedgerRow, READABLE, type ResumeRow, type RunHeader } from "../ledger/record.ts";
import { Standing } from "../ledger/standing.ts";
import { CRASHED_BEFORE } from "../toolbox/earlierTries.ts";
import { shorten } from "../words.ts";
import { mayRetry } from "./askedAgain.ts";
import { journalOf } from "./runFolder.ts";

export type CaseRow = Extract<LedgerRow, { kind: "case" }>;

/** What stands around the records of a run; complete once the last one was read. */
export interface RunFrame {
  readonly header: RunHeader;
  /** Cases on record. */
  observed: number;
  /** Each time it was gone on with. */
  readonly resumes: ResumeRow[];
  /** Cases whose failed attempts were made again, how often that was in all, and those of them that have no failure left. */
  again: number;
  times: number;
  mended: number;
  /** Attempts that began anew since the agent's process went down. */
  crashed: number;
  /** The last record, unless the run was cut off. */
  ended: Extract<LedgerRow, { kind: "end" }> | null;
  /** Did it end because every answer was settled? */
  stopped: boolean;
  readonly end: JournalEnd;
}

/** The records of a run as they arrived, each case once, and the frame that fills while they are read. */
export interface OpenRun {
  readonly frame: RunFrame;
  readonly rows: Generator<Exclude<LedgerRow, { kind: "run" | "end" | "resume" }>>;
}

/**
 * Opens a run's ledger and reads up to its header; throws RUN_NOT_FOUND, or RUN_EMPTY when the run was cut off before its first case.
 * Reading on throws LEDGER_CORRUPT for a ledger that contradicts itself, such as a case that is on record twice.
 */
export function openRun(dir: string): OpenRun {
  const end = newJournalEnd();
  const rows = readLedger(journalOf(dir), end);
  const before: LedgerRow[] = [];
  const header = headerIn(rows, dir, before);
  const frame: RunFrame = {
    header,
    observed: 0,
    resumes: [],
    again: 0,
    times: 0,
    mended: 0,
    crashed: 0,
    ended: null,
    stopped: false,
    end,
  };
  return { frame, rows: checked(rows, before, frame, dir) };
}

function* checked(rows: Iterable<LedgerRow>, before: readonly LedgerRow[], frame: RunFrame, dir: string): OpenRun["rows"] {
  const { asked } = frame.header;
  /** Places in the sampling order that are taken. */
  const taken = new Uint8Array(asked.cases);
  const ids = new IdSet();
  const standing = new Standing(journalOf(dir));
  /** The cases whose attempts were made again as long as one had failed, by their places. */
  const failed = new Map<number, string>();
  for (const row of before) if (row.kind === "excluded" || row.kind === "note") yield row;
  for (const row of rows) {
    if (row.kind === "resume") {
      frame.resumes.push(row);
      frame.ended = null;
      continue;
    }
    if (frame.ended !== null) throw corrupt(dir, "a record stands behind the end of the run");
    if (row.kind === "run") throw corrupt(dir, "it begins twice");
    if (row.kind === "case" && row.again === true) {
      const { id } = row.case;
      if (failed.get(row.seq) !== id)
        throw corrupt(dir, `case ${id} was asked again although it had not failed for want of the model`);
      frame.times++;
      if (!row.observations.some(mayRetry)) failed.delete(row.seq);
      continue;
    }
    if (row.kind === "case") {
      const { id } = row.case;
      if (!Number.isInteger(row.seq) || row.seq < 0 || row.seq >= asked.cases || row.observations.length === 0)
        throw corrupt(dir, `case ${id} was never asked about`);
      if (taken[row.seq] === 1 || ids.add(id, frame.observed, () => true) !== undefined)
        throw corrupt(dir, `case ${id} is on record twice; one case is one vote`);
      taken[row.seq] = 1;
      frame.observed++;
      const stands = standing.of(row);
      if (stands !== row) {
        frame.again++;
        if (!hasFailed(stands)) frame.mended++;
        if (row.observations.some(mayRetry)) failed.set(row.seq, id);
      }
      frame.crashed += stands.observations.filter(({ trace }) => trace.steps.some(hasCrashed)).length;
      yield stands;
      continue;
    }
    if (row.kind === "stop") frame.stopped = true;
    if (row.kind !== "end") {
      yield row;
      continue;
    }
    if (row.observed !== frame.observed)
      throw corrupt(dir, `its end counts ${row.observed} cases, and ${frame.observed} are on record`);
    frame.ended = row;
  }
}

function hasCrashed({ kind, imported }: Step): boolean {
  return kind === CRASHED_BEFORE && imported !== true;
}

function hasFailed({ observations }: CaseRow): boolean {
  return observations.some(({ kind }) => kind === "failed");
}

/** What stands before the header, records left out while the cases were read, goes to `before`. */
function headerIn(rows: Iterator<LedgerRow>, dir: string, before: LedgerRow[]): RunHeader {
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    const row = next.value;
    if (row.kind === "case") throw corrupt(dir, "a case stands before its beginning");
    if (row.kind !== "run") before.push(row);
    else {
      const fault = headerUnreadable(row.run);
      if (fault === undefined) return row.run;
      throw corrupt(dir, fault);
    }
  }
  throw new EarnestError("RUN_EMPTY", `the run in ${dir} was cut off before its first case`, {
    next: "Run it again, into the same folder with --resume",
  });
}

/** Why nothing can be read by this header; undefined where it can. */
export function headerUnreadable(run: RunHeader): string | undefined {
  const { schema } = Object(run) as Partial<RunHeader>;
  if (!READABLE.includes(String(schema)))
    return `its format is ${shorten(String(schema), 100)}, and this earnest reads ${READABLE.join(" and ")}`;
  const fault = headerFault(run);
  return fault === undefined ? undefined : `what it says of the run has not the shape of its format, at ${shorten(fault, 100)}`;
}

export function corrupt(dir: string, why: string): EarnestError {
  return new EarnestError("LEDGER_CORRUPT", `the ledger does not hold together: ${why}`, {
    where: { file: dir },
    next: "Restore it from a copy; a ledger that contradicts itself cannot be judged",
  });
}
