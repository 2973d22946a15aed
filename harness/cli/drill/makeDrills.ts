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
  readonly jobs: ReadonlyMap<string, readonly DrillJob[]>;
  readonly fixtures: StartedFixtures;
  /** Where the acts of each type come from. */
  readonly sources: ReadonlyMap<string, ActSource>;
  /** Engines that are at work at once. */
  readonly lanes: number;
  readonly load: number;
  /** The suite that the hands load. */
  readonly suite: { readonly ready: ReadySuite; readonly file: string; readonly data: string | undefined };
  /** Folder that sandboxes of drills that do not hold are kept in; undefined: none are. */
  readonly keep: string | undefined;
  readonly signal: AbortSignal;
  done(result: DrillDone): Promise<void>;
}

/** Does all drills, engine by engine, `lanes` of them side by side, each with hands of its own. Ends early, without an error, once the signal says so. */
export async function makeDrills(options: MakeOptions): Promise<void> {
  const { jobs, lanes, signal } = options;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const waiting = [...jobs.values()];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined && !both.aborted; next = waiting.shift())
      await oneEngine(options, next, both);
  };
  // What stops one lane stops the others, which have to end what they hold before that is said.
  const ended = await Promise.allSettled(
    Array.from({ length: lanes }, () =>
      lane().catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    ),
  );
  for (const one of ended) if (one.status === "rejected") throw one.reason;
}

async function oneEngine(options: MakeOptions, jobs: readonly DrillJob[], signal: AbortSignal): Promise<void> {
  const { fixtures, suite } = options;
  const owned: Promise<void>[] = [];
  await using hands = new HandPool({
    spawn() {
      const program = join(import.meta.dirname, "..", "drillHand.ts");
      const child = fork(program, [suite.file, ...(suite.data === undefined ? [] : [suite.data])], {
        stdio: ["ignore", 2, 2, "ipc"],
        execArgv: process.execArgv,
        env: handEnv(),
      });
      // One that does not hear that this process is gone has to be found by the next start.
      if (child.pid !== undefined) owned.push(fixtures.place.owns(child.pid));
      return child;
    },
  });
  for (const [at, job] of jobs.entries()) {
    if (signal.aborted) break;
    await oneDrill(options, job, `${job.engine}-${at}`, hands, signal);
    await Promise.all(owned.splice(0));
  }
}

/** With what this process compiled from its very first file on: what strips types is large, and would be loaded for that one alone. */
function handEnv(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  // Its folder is for this version of Node; what is named is the one around it.
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}

async function oneDrill(options: MakeOptions, job: DrillJob, id: string, hands: HandPool, signal: AbortSignal): Promise<void> {
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
      hands,
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
    if (!signal.aborted) await options.done(result);
  } catch (error) {
    // Cut short, a drill says nothing; what it says by then is about being cut short.
    if (!signal.aborted) throw error;
  } finally {
    await rm(journalDir, { recursive: true, force: true });
  }
}
