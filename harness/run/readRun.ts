import type { Breach } from "../agent.ts";
import type { Case } from "../case.ts";
import type { Excluded } from "../dataset/loadCases.ts";
import type { Observation } from "../replay.ts";
import { count, many } from "../words.ts";
import { InOrder, type Placed } from "./inOrder.ts";
import { type CaseRow, corrupt, openRun, type RunFrame } from "./openRun.ts";

/** A case that counts, with what the agent answered. */
export interface ReadCase extends Placed {
  readonly case: Case;
  readonly observations: readonly Observation[];
}

/** What a run's ledger holds besides its cases. */
export interface ReadRun extends Pick<RunFrame, "end" | "ended"> {
  readonly run: RunFrame["header"];
  /** Cases that count: the longest complete prefix of the sampling order, in whole clusters; up to where a run stopped early. */
  readonly counted: number;
  /** Cases on record that do not count, because one before them is missing or the run had stopped. */
  readonly uncounted: number;
  readonly stoppedAt: number | null;
  readonly notes: readonly string[];
}

export interface ReadTo {
  begin?(run: RunFrame["header"]): void;
  case(one: ReadCase): void;
  excluded?(excluded: Excluded): void;
  /** Every case on record as it stands there, whether it counts or not: what it took was taken. */
  onRecord?(row: CaseRow): void;
  /** What was tried outside of every case. */
  breaches?(breaches: readonly Breach[]): void;
}

/** Reads a run's ledger and hands on the cases that count, in sampling order. Throws what `openRun` throws. */
export function readRun(dir: string, to: ReadTo): ReadRun {
  const { frame, rows } = openRun(dir);
  const run = frame.header;
  const stoppedAt = run.stopEarly === true ? stopOf(dir) : null;
  const notes: string[] = [];
  let counted = 0;
  const order = new InOrder<ReadCase>((one) => {
    if (stoppedAt !== null && counted >= stoppedAt) return;
    counted++;
    to.case(one);
  });
  to.begin?.(run);
  for (const row of rows) {
    if (row.kind === "excluded") to.excluded?.(row.excluded);
    else if (row.kind === "note") notes.push(row.note);
    else if (row.kind === "breaches") to.breaches?.(row.breaches);
    else if (row.kind === "case") {
      to.onRecord?.(row);
      order.take({ seq: row.seq, cluster: row.case.cluster, case: row.case, observations: row.observations });
    } else if (row.kind === "stop" && run.stopEarly !== true) throw corrupt(dir, "it stopped early without having been told to");
  }
  notes.push(...resumed(frame));
  if (frame.observed === run.asked.cases) order.flush();
  if (stoppedAt !== null && counted !== stoppedAt)
    throw corrupt(dir, `it says that the run stopped at ${stoppedAt} cases, and ${counted} stand before that`);
  return { run, end: frame.end, ended: frame.ended, counted, uncounted: frame.observed - counted, stoppedAt, notes };
}

/** What a reader must know of a run that did not go through in one piece. */
function resumed({ resumes, again, times: made, mended, crashed }: RunFrame): string[] {
  const torn = resumes.reduce((sum, row) => sum + row.torn, 0);
  const times = resumes.length === 1 ? "once" : resumes.length === 2 ? "twice" : `${count(resumes.length)} times`;
  const said = [
    resumes.length > 0 &&
      `The run was gone on with ${times} after it had stopped or been cut off (--resume)${torn === 0 ? "" : `; ${many(torn, "byte")} of what was being written then are left out, and were seen anew`}.`,
    again > 0 &&
      `${many(again, "case")} had failed because the model could not be reached and ${again === 1 ? "was" : "were"} asked again (--retry-errors), ${many(made, "time")} in all: ${mended === again ? (again === 1 ? "it" : "all") : mended === 0 ? "none" : count(mended)} answered then. Every failure before stands in the trace of its case, and what was asked for before it counts as proposed.`,
    crashed > 0 &&
      `${many(crashed, "attempt")} began anew, since the process they were in went down, through their own fault or another’s: what they did before stands in the trace of the case, and what they asked for before counts as proposed.`,
  ];
  return said.filter((sentence) => sentence !== false);
}

/** Where the run stopped, which is written behind cases that no longer count; null where it did not stop. */
function stopOf(dir: string): number | null {
  const { rows } = openRun(dir);
  for (const row of rows) if (row.kind === "stop") return row.at;
  return null;
}
