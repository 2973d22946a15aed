import type { Json } from "../action.ts";
import { EarnestError } from "../errors.ts";
import type { Sandbox, StartedFixture, State } from "../fixture.ts";
import { reasonOf } from "./callHandler.ts";
import type { Drill } from "./drill.ts";
import { drillBatch } from "./drillBatch.ts";
import { readDrillJournal } from "./drillJournal.ts";
import type { DrillResult } from "./drillRecord.ts";
import type { HandPool } from "./handPool.ts";
import { resultOf } from "./resultOf.ts";
import { GaveUp, RunDesk } from "./runDesk.ts";
import { compareStates, seenOf } from "./seenOf.ts";

/** One drill to be done once. */
export interface DrillRun {
  readonly drill: Drill;
  /** The action type, and the engine it is done on, by their names. */
  readonly type: string;
  readonly engine: string;
  /** Names the drill for a hand: handed to its `find`. */
  readonly which: Json;
  readonly started: StartedFixture;
  readonly hands: HandPool;
  /** Params of the acts; those of the later acts follow from them, and those to be refused take the place of some. */
  readonly acts: readonly Json[];
  readonly seed: number;
  /** Milliseconds since a moment that the hands' clock shares. */
  clock(): number;
  /** When it began, for the record. */
  readonly at: string;
  /** Other operations a second while undoing; 0: none. */
  readonly load: number;
  /** The negative control: undoing only pretends. */
  readonly control: boolean;
  /** A folder that is not there yet, for the drill's journal: whoever named it takes it away. */
  readonly journalDir: string;
  /** Where a sandbox is kept whose drill did not hold; without, none is. */
  readonly keep?: string;
  /** How long one call of a handler may take, in ms. Default: 5 s. */
  readonly callMs?: number;
  /** Interrupts the drill at any moment: it throws the signal's reason when everything is taken away. */
  readonly signal: AbortSignal;
}

/**
 * Does one drill in a clean sandbox, with acts carried out and taken back by other processes, and judges it. What a handler does wrong is in
 * the result. Throws DRILL_BROKEN or FIXTURE_BROKEN where it cannot be done, and leaves nothing behind in any case but its journal.
 */
export async function runDrill(run: DrillRun): Promise<Omit<DrillResult, "n" | "kind">> {
  const { drill, signal } = run;
  signal.throwIfAborted();
  const acts = drillBatch(drill, run.acts, run.seed);
  await using sandbox = await run.started.fresh();
  await using desk = new RunDesk(run, sandbox, acts);
  const before = await runSteps(run, desk, sandbox);
  signal.throwIfAborted();
  const after = await sandbox.read();
  const states = { before, between: desk.between, decided: desk.decided, after };
  const compared = compareStates(drill.handler.fixture, states);
  const traffic = await desk.verified();
  const history = readDrillJournal(run.journalDir);
  const seen = seenOf(drill, acts, compared, states, history, traffic?.touched ?? []);
  const result = resultOf(drill, seen);
  return {
    type: run.type,
    drill: drill.name,
    engine: run.engine,
    at: run.at,
    seed: run.seed,
    control: run.control,
    ...result,
    ms: { ...result.ms, restarts: rounded(desk.restarts) },
    cold: desk.cold,
    load: run.load === 0 ? null : { asked: run.load, done: traffic?.done ?? 0, failed: traffic?.failed ?? 0 },
    seen,
    kept: result.held || run.keep === undefined ? null : await sandbox.keep(run.keep),
  };
}

/** Does what the drill does, and returns the state before. */
async function runSteps({ drill, signal }: DrillRun, desk: RunDesk, sandbox: Sandbox): Promise<State> {
  let before: State | undefined;
  try {
    await desk.open();
    before = await sandbox.read();
    await drill.run(desk);
    return before;
  } catch (error) {
    signal.throwIfAborted();
    if (before !== undefined && error instanceof GaveUp) return before;
    // Where the sandbox is gone, everything else only follows from that.
    await sandbox.read();
    if (error instanceof EarnestError) throw error;
    throw new EarnestError("DRILL_BROKEN", `${drill.name} could not be run: ${reasonOf(error)}`, { cause: error });
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
