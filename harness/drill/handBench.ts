import type { Fault } from "../faults.ts";
import type { DrillJournal } from "./drillJournal.ts";
import type { HandLines } from "./handLines.ts";
import type { Handler, UndoKeys } from "./handler.ts";
import type { PersonAmid } from "./personEdit.ts";

/** One act, with the handler that carries it out. */
export interface BenchAct {
  readonly params: unknown;
  readonly handler: Handler;
  /** Has it to be refused? */
  readonly poison: boolean;
  /** The params of the act whose presumptions are prepared; undefined: nothing is. */
  readonly presumes?: unknown;
}

/** What a hand carries acts out with. */
export interface HandBench {
  readonly acts: readonly BenchAct[];
  readonly journal: DrillJournal;
  readonly lines: HandLines;
  readonly callMs: number;
  keysOf(act: number): UndoKeys;
  /** How many parts the longest call so far had, as this process knows; to be kept up. */
  partsOf(handler: Handler, phase: Fault["phase"]): { most: number };
  /** Milliseconds since the drill began. */
  ms(): number;
  /** The fault that strikes here, if any. A kill never returns. */
  strike(phase: Fault["phase"], act: number, point: Fault["point"]): Promise<Fault["kind"] | undefined>;
  /** The fault that is to strike here, as long as it has not. */
  due(phase: Fault["phase"], act: number, point: Fault["point"]): Fault | undefined;
  /** Who is to come between the parts of this undo, if anybody. */
  personAmid(act: number): PersonAmid | undefined;
  /** A handler holds what it holds, so that this process has to be ended. Never returns. */
  stuck(): Promise<never>;
}

/** What the journal says of one act, leaving out what was asked with the params of another. */
export interface ActStanding {
  readonly carriedOut: boolean;
  readonly unknown: boolean;
  readonly receipt: unknown;
}

/** Was it carried out, as far as the journal knows? */
export function standingOf(journal: DrillJournal, act: number): ActStanding {
  const told = journal.events.filter((event) => event.e === "applied" && event.act === act && event.otherParams !== true);
  const outcomes = told.flatMap((event) => (event.e === "applied" ? [event.outcome] : []));
  const receipts = told.flatMap((event) => (event.e === "applied" && event.receipt !== null ? [event.receipt] : []));
  const carriedOut = outcomes.includes("applied") || outcomes.includes("duplicate");
  return { carriedOut, unknown: !carriedOut && outcomes.includes("unknown"), receipt: receipts[0] ?? null };
}
