import { fork } from "node:child_process";
import { rm } from "node:fs/promises";
import { getCompileCacheDir } from "node:module";
import { dirname, join } from "node:path";
import type { DrillResult } from "../../drill/drillRecord.ts";
import { HandPool } from "../../drill/handPool.ts";
import { runDrill } from "../../drill/runDrill.ts";
import type { StartedFixture } from "../../fixture.ts";
import type { ReadySuite } from "../../suite.ts";
import type { ActSource } from "./actSource.ts";
import { sharedClock } from "./drillHandProgram.ts";
import type { DrillJob } from "./drillJobs.ts";
import { findDrill } from "./findDrill.ts";
import type { StartedFixtures } from "./startFixtures.ts";

/** One drill that was done, as the ledger keeps it but for its place there. */
export type DrillDone = Omit<DrillResult, "n" | "kind">;

export interface MakeOptions {
  readonly jobs: readonly DrillJob[];
  readonly fixtures: StartedFixtures;
  /** Where the acts of each type come from. */
  readonly sources: ReadonlyMap<string, ActSource>;
  /** Drills that are done at once. */
  readonly lanes: number;
  readonly load: number;
  /** The suite that the hands load. */
  readonly suite: { readonly ready: ReadySuite; readonly file: string; readonly data: string | undefined };
  /** Folder that sandboxes of drills that do not hold are kept in; undefined: none are. */
  readonly keep: string | undefined;
  readonly signal: AbortSignal;
  done(result: DrillDone): Promise<void>;
}

/**
 * Does all drills, `lanes` of them side by side, each lane with hands of its own; the negative controls before all others. Ends early, without
 * an error, once the signal says so.
 */
export async function makeDrills(options: MakeOptions): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const waiting = options.jobs.map((job, at) => ({ job, id: `${job.engine}-${at}` }));
  const controls = waiting.filter(({ job }) => job.control);
  const drills = waiting.filter(({ job }) => !job.control);
  await using lanes = new AsyncDisposableStack();
  const hands = Array.from({ length: options.lanes }, () => lanes.use(handsFor(options)));
  for (const list of [controls, drills]) {
    const lane = async (mine: Hands) => {
      try {
        for (let next = list.shift(); next !== undefined && !signal.aborted; next = list.shift())
          await oneDrill(options, next.job, next.id, mine, signal);
      } catch (error) {
        stop.abort();
        throw error;
      }
    };
    // What stops one lane stops the others, which have to end what they hold before that is said.
    for (const ended of await Promise.allSettled(hands.map(lane))) if (ended.status === "rejected") throw ended.reason;
  }
}

/** Most hands are young: a heap that begins small is cleaned again and again while it grows. In MB. */
const ROOM = "--min-semi-space-size=16";

interface Hands extends AsyncDisposable {
  readonly pool: HandPool;
  /** Resolves when all that were started are on record, so that the next start would find those that do not hear that this process is gone. */
  onRecord(): Promise<unknown>;
}

function handsFor({ fixtures, suite }: MakeOptions): Hands {
  const owned: Promise<void>[] = [];
  const pool = new HandPool({
    spawn() {
      const program = join(import.meta.dirname, "..", "drillHand.ts");
      const child = fork(program, [suite.file, ...(suite.data === undefined ? [] : [suite.data])], {
        stdio: ["ignore", 2, 2, "ipc"],
        execArgv: [...process.execArgv, ROOM],
        env: handEnv(),
      });
      if (child.pid !== undefined) owned.push(fixtures.place.owns(child.pid));
      return child;
    },
  });
  return {
    pool,
    onRecord: () => Promise.all(owned.splice(0)),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

/** With what this process compiled from its very first file on: what strips types is large, and would be loaded for that one alone. */
function handEnv(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  // Its folder is for this version of Node; what is named is the one around it.
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}

async function oneDrill(options: MakeOptions, job: DrillJob, id: string, hands: Hands, signal: AbortSignal): Promise<void> {
  const { of, planned, engine, control, seed } = job;
  const acts = (options.sources.get(of.type) as ActSource).batch(job.size, seed);
  // What it breaks and where goes by the size of its batch.
  const which = { ...planned.which, size: acts.length };
  const drill = findDrill(options.suite.ready, which);
  const journalDir = join(options.fixtures.place.dir, id);
  try {
    const result = await runDrill({
      drill,
      type: of.type,
      which,
      started: options.fixtures.of(of.fixture, engine) as StartedFixture,
      engine,
      hands: hands.pool,
      acts,
      seed,
      clock: sharedClock,
      at: new Date().toISOString(),
      load: control ? 0 : options.load,
      control,
      journalDir,
      ...(options.keep === undefined || control ? {} : { keep: join(options.keep, id) }),
      signal,
    });
    await hands.onRecord();
    if (!signal.aborted) await options.done(result);
  } catch (error) {
    // Cut short, a drill says nothing; what it says by then is about being cut short.
    if (!signal.aborted) throw error;
  } finally {
    await rm(journalDir, { recursive: true, force: true });
  }
}
