import { existsSync } from "node:fs";
import { EarnestError } from "../errors.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { ResumeRow, RunHeader } from "../ledger/record.ts";
import { Standing } from "../ledger/standing.ts";
import type { Observation } from "../replay.ts";
import { mayRetry } from "./askedAgain.ts";
import { type CaseRow, type OpenRun, openRun } from "./openRun.ts";
import { journalOf } from "./runFolder.ts";

/** A case whose failed attempts are to be made again. */
export interface Failed {
  readonly observations: readonly Observation[];
  readonly attempts: readonly number[];
}

/** What a run that was cut off or stopped has on record. */
export interface Past {
  readonly header: RunHeader;
  /** 1 for each place in the sampling order about which nothing is left to ask. */
  readonly kept: Uint8Array;
  /** Cases on record; those of them that stay as they are, and of these the ones with a failed attempt. */
  readonly onRecord: number;
  readonly done: number;
  readonly failed: number;
  /** By their place in the sampling order. */
  readonly again: ReadonlyMap<number, Failed>;
  /** Attempts that stay and for which somebody had recorded a proposal. */
  readonly answered: number;
  /** Had it stopped early, every answer being settled? */
  readonly settled: boolean;
  /** Has it come to its end, with nothing left to ask? */
  readonly over: boolean;
}

/**
 * Reads what a run has on record, before it is gone on with; with `retry`, attempts that failed for want of the model are to be made again.
 * Undefined where it was cut off before its first case. Throws LEDGER_CORRUPT, or USAGE for retrying what cannot be.
 */
export function readPast(dir: string, retry: boolean): Past | undefined {
  const open = opened(dir);
  if (open === undefined) return undefined;
  const { frame, rows } = open;
  const kept = new Uint8Array(frame.header.asked.cases);
  const again = new Map<number, Failed>();
  const counts = { done: 0, failed: 0, answered: 0 };
  for (const row of rows) {
    if (row.kind !== "case") continue;
    const { seq, observations } = row;
    const attempts = observations.flatMap((one) => (retry && mayRetry(one) ? [one.attempt] : []));
    for (const one of observations)
      if (!attempts.includes(one.attempt) && !(one.kind === "failed" && one.code === "no-proposal")) counts.answered++;
    if (attempts.length > 0) {
      again.set(seq, { observations, attempts });
      continue;
    }
    kept[seq] = 1;
    counts.done++;
    if (observations.some(({ kind }) => kind === "failed")) counts.failed++;
  }
  const { header, observed: onRecord, ended, stopped: settled } = frame;
  if (settled && again.size > 0)
    throw new EarnestError("USAGE", "the run stopped early by what it had seen, and that may not change afterwards", {
      next: "Leave out --retry-errors, or make a new run without --stop-early",
    });
  const over = ended !== null && (settled || counts.done === header.asked.cases);
  return { header, kept, onRecord, ...counts, again, settled, over };
}

function opened(dir: string): OpenRun | undefined {
  if (!existsSync(journalOf(dir))) return undefined;
  try {
    return openRun(dir);
  } catch (error) {
    if (error instanceof EarnestError && error.code === "RUN_EMPTY") return undefined;
    throw error;
  }
}

/** Goes on with the ledger of a run, after handing every case that stays to `see`. Throws what `readJournal` throws. */
export async function goOn(dir: string, { again }: Past, at: string, see: (row: CaseRow) => void): Promise<Ledger> {
  const standing = new Standing(journalOf(dir));
  const { ledger, torn } = await Ledger.reopen(journalOf(dir), (row) => {
    if (row.kind === "case" && row.again !== true && !again.has(row.seq)) see(standing.of(row));
  });
  await ledger.append({ kind: "resume", at, torn: torn?.bytes ?? 0, retry: again.size } satisfies ResumeRow);
  return ledger;
}
