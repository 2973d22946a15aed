import type { Json } from "../action.ts";
import { EarnestError } from "../errors.ts";
import type { StartedFixture } from "../fixture.ts";
import { reasonOf } from "./callHandler.ts";
import type { Drill, DrillSeen } from "./drill.ts";
import { type BatchAct, drillBatch } from "./drillBatch.ts";
import type { DrillEvent } from "./drillEvent.ts";
import { readDrillJournal } from "./drillJournal.ts";
import type { DrillResult } from "./drillRecord.ts";
import type { HandPool } from "./handPool.ts";
import { judgeDrill } from "./judgeDrill.ts";
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
  const { drill, clock, signal } = run;
  signal.throwIfAborted();
  const acts = drillBatch(drill, run.acts, run.seed);
  await using sandbox = await run.started.fresh();
  await using desk = new RunDesk(run, sandbox, acts);
  await desk.open();
  const before = await sandbox.read();
  await runSteps(run, desk);
  signal.throwIfAborted();
  const checking = clock();
  const after = await sandbox.read();
  const compared = compareStates(drill.handler.fixture, { before, between: desk.between, after });
  const check = clock() - checking;
  const traffic = await desk.verified();
  const history = readDrillJournal(run.journalDir);
  const seen = seenOf(drill, acts, compared, after, history, traffic?.touched ?? []);
  const judged = judgeDrill(drill, seen);
  return {
    type: run.type,
    drill: drill.name,
    engine: run.engine,
    at: run.at,
    seed: run.seed,
    control: run.control,
    size: acts.length,
    ends: judged.ends,
    restored: judged.restored,
    held: judged.held,
    violations: judged.violations,
    ms: {
      apply: rounded(desk.ms.apply),
      undo: rounded(desk.ms.undo),
      check: rounded(check),
      restarts: rounded(desk.ms.restarts),
    },
    each: undoTimes(history),
    cold: desk.cold,
    load: run.load === 0 ? null : { asked: run.load, done: traffic?.done ?? 0, failed: traffic?.failed ?? 0 },
    conflicts: entitiesOf(seen, acts, ["conflict", "left", "dead-letter"]),
    irreversible: entitiesOf(seen, acts, ["impossible"]),
    seen,
    kept: judged.held || run.keep === undefined ? null : await sandbox.keep(run.keep),
  };
}

async function runSteps({ drill, signal }: DrillRun, desk: RunDesk): Promise<void> {
  try {
    await drill.run(desk);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GaveUp) return;
    if (error instanceof EarnestError) throw error;
    throw new EarnestError("DRILL_BROKEN", `${drill.name} could not be run: ${reasonOf(error)}`, { cause: error });
  }
}

/** Of each undo that was asked for, from its intent to its outcome. */
function undoTimes(history: readonly DrillEvent[]): number[] {
  const asked: Extract<DrillEvent, { e: "intent" }>[] = [];
  return history.flatMap((event) => {
    if (event.e === "intent" && event.phase === "undo") asked.push(event);
    if (event.e !== "undone") return [];
    const at = asked.findIndex(({ act }) => act === event.act);
    return at < 0 ? [] : asked.splice(at, 1).map(({ ms }) => rounded(event.ms - ms));
  });
}

/** What the acts are about whose last undo came to one of these. */
function entitiesOf({ history }: DrillSeen, acts: readonly BatchAct[], outcomes: readonly string[]): string[] {
  const last = new Map(history.flatMap((event) => (event.e === "undone" ? [[event.act, event.outcome] as const] : [])));
  const found = [...last].filter(([, outcome]) => outcomes.includes(outcome)).flatMap(([act]) => acts[act]?.touches ?? []);
  return [...new Set(found)].sort();
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
