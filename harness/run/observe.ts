import { existsSync } from "node:fs";
import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Agent, Isolation, Wall, World } from "../agent.ts";
import type { Case } from "../case.ts";
import { type LoadedCases, loadCases } from "../dataset/loadCases.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { LedgerRow, RunHeader } from "../ledger/record.ts";
import { pool } from "../pool.ts";
import { type Observation, replay } from "../replay.ts";
import type { ReadySuite } from "../suite.ts";
import { weightingOf } from "./countFor.ts";
import { makeWorld, refuseWeakWall } from "./makeWorld.ts";
import { runHeader } from "./runHeader.ts";
import { StopEarly } from "./stopEarly.ts";

/** Everything about a run that comes from outside. */
export interface ObserveOptions {
  /** A folder that holds no run yet. */
  readonly dir: string;
  readonly id: string;
  readonly seed: number;
  readonly concurrency: number;
  readonly filter: Readonly<Record<string, string>>;
  readonly limit?: number | undefined;
  readonly onBadRow?: "refuse" | "exclude" | undefined;
  /** Keep only these types' questions. */
  readonly ask?: readonly string[] | undefined;
  /** End the run as soon as every answer is settled. */
  readonly stopEarly?: boolean | undefined;
  /** Refuse to start behind a weaker wall. */
  readonly requireIsolation?: Exclude<Isolation, "imported"> | undefined;
  readonly attempts?: number | undefined;
  /** Seconds per attempt. */
  readonly timeout?: number | undefined;
  /** Where the suite was loaded from, and the data path it was given. */
  readonly suiteFile: string;
  readonly data?: string | undefined;
  readonly versions: { readonly earnest: string; readonly node: string };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds since some fixed moment, for how long things take. */
  readonly clock: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Tells the person at the terminal. */
  readonly notice?: ((text: string) => void) | undefined;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** The case that was just finished, and its place in the sampling order. */
  readonly seq: number;
  /** The most that any cluster of the run weighs. */
  readonly most: number;
  readonly case: Case;
  readonly observations: readonly Observation[];
}

/** What became of an observing: how many of the asked cases are on record. */
export interface Observed {
  readonly header: RunHeader;
  readonly observed: number;
  readonly asked: number;
  /** Was it told to stop before the last case? */
  readonly interrupted: boolean;
  /** Did it end early because every answer was settled? */
  readonly settled: boolean;
}

const TURN = 128;

/** The ledger of a run folder. */
export function journalOf(dir: string): string {
  return join(dir, "journal");
}

/** What made the numbers, for a reader of the folder; the ledger holds the same. */
function manifestOf(dir: string): string {
  return join(dir, "manifest.json");
}

/**
 * Replays the suite's cases through its agent and puts what was seen on record.
 * Throws RUN_EXISTS for a folder that holds a run, OUTPUT for one that cannot be made; a dataset that is refused leaves no folder behind.
 */
export async function observe(suite: ReadySuite, options: ObserveOptions): Promise<Observed> {
  const { dir } = options;
  if (existsSync(journalOf(dir)) || existsSync(manifestOf(dir))) throw runExists(dir);
  const { ledger, created } = await begin(dir);
  let begun = false;
  try {
    using cases = await load(suite, ledger, options);
    using world = makeWorld(suite, options);
    const { observed, header } = await framed(suite.agent, world, async (wall) => {
      refuseWeakWall(suite.agent, wall, options.requireIsolation);
      const header = runHeader(suite, options, cases, wall);
      await writeFile(manifestOf(dir), `${JSON.stringify(header, null, 2)}\n`);
      await ledger.append({ kind: "run", run: header });
      begun = true;
      const observed = await replayAll(suite, cases, ledger, header, options);
      const breaches = world.breaches();
      if (breaches.length > 0) await ledger.append({ kind: "breaches", breaches });
      const unasked = suite.agent.unasked?.() ?? 0;
      await ledger.append({ kind: "end", at: new Date(options.now()).toISOString(), observed: observed.done, unasked });
      await ledger.close();
      return { observed, header };
    });
    const asked = header.asked.cases;
    const { done, settled } = observed;
    return { header, observed: done, asked, settled, interrupted: done < asked && !settled };
  } catch (error) {
    await ledger.abandon();
    if (!begun) await unmake(dir, created);
    throw error;
  }
}

function runExists(dir: string): EarnestError {
  return new EarnestError("RUN_EXISTS", `${dir} holds a run already, and a ledger is never written over`, {
    next: "Name another folder with --run-dir, or leave it out for a new one",
  });
}

/** Makes the folder and begins the ledger; `created` is the topmost folder that had to be made. */
async function begin(dir: string): Promise<{ ledger: Ledger; created: string | undefined }> {
  try {
    const created = await mkdir(dir, { recursive: true });
    return { ledger: await Ledger.create(journalOf(dir)), created };
  } catch (cause) {
    // Another run may have been quicker.
    if (existsSync(journalOf(dir))) throw runExists(dir);
    throw new EarnestError("OUTPUT", `the folder of the run cannot be made: ${messageOf(cause)}`, {
      where: { file: dir },
      next: "Name another folder with --run-dir",
      cause,
    });
  }
}

/** Takes away a run that never began, and the folders made for it as far as nobody else has put anything there since. */
async function unmake(dir: string, created: string | undefined): Promise<void> {
  await rm(journalOf(dir), { recursive: true, force: true });
  await rm(manifestOf(dir), { force: true });
  if (created === undefined) return;
  for (let folder = resolve(dir); ; folder = dirname(folder)) {
    const gone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!gone || folder === resolve(created)) return;
  }
}

/** Starts the agent, works, and stops it whatever happened; what went wrong first is what is told. */
async function framed<T>(agent: Agent, world: World, work: (wall: Wall | undefined) => Promise<T>): Promise<T> {
  let result: T;
  try {
    const wall = await agent.start?.(world);
    result = await work(wall ?? undefined);
  } catch (error) {
    await agent.stop?.().catch(() => undefined);
    throw error;
  }
  await agent.stop?.();
  return result;
}

function load(suite: ReadySuite, ledger: Ledger, options: ObserveOptions): Promise<LoadedCases> {
  const filters = Object.entries(options.filter);
  return loadCases(suite.dataset, {
    shelf: join(options.dir, "cases.tmp"),
    seed: options.seed,
    onBadRow: options.onBadRow,
    checkDecision: suite.checkDecision,
    select: (one) => filters.every(([slice, value]) => one.slices[slice] === value),
    onExcluded: (excluded) => ledger.put(JSON.stringify({ kind: "excluded", excluded } satisfies LedgerRow)),
  });
}

async function replayAll(
  suite: ReadySuite,
  cases: LoadedCases,
  ledger: Ledger,
  header: RunHeader,
  options: ObserveOptions,
): Promise<{ done: number; settled: boolean }> {
  const { agent } = suite;
  const total = header.asked.cases;
  const weighting = weightingOf(header);
  const stop = options.stopEarly === true ? new StopEarly(suite, cases.clustersIn(total).clusters, weighting) : undefined;
  const settled = new AbortController();
  const halts = [settled.signal, ...(options.signal === undefined ? [] : [options.signal])];
  const how = {
    attempts: header.attempts,
    timeout: header.timeout * 1000,
    clock: options.clock,
    desk: suite.desk,
    isolation: header.agent.isolation,
  };
  let done = 0;
  let failed = 0;
  await pool(upTo(total, halts), options.concurrency, async (seq) => {
    const text = cases.shelf.take(cases.order[seq] as number);
    const one = JSON.parse(text) as Case;
    const observations = await replay(agent, one, how);
    if (observations === undefined) return;
    // The case goes on record as the very text it was read from, whatever the agent did to its copy.
    const written = ledger.appendText(
      `{"kind":"case","seq":${seq},"case":${text},"observations":${JSON.stringify(observations)}}`,
    );
    const at = settled.signal.aborted ? null : (stop?.take(seq, JSON.parse(text) as Case, observations) ?? null);
    if (at !== null) {
      ledger.put(JSON.stringify({ kind: "stop", at } satisfies LedgerRow));
      settled.abort();
    }
    await written;
    done++;
    if (observations.some((observation) => observation.kind === "failed")) failed++;
    options.onProgress?.({ done, total, failed, seq, most: weighting.most, case: one, observations });
    // Agents that answer at once would otherwise never let the disk, a timer or a Ctrl-C have their turn.
    if (done % TURN === 0) await setImmediate();
  });
  await ledger.flush();
  return { done, settled: settled.signal.aborted };
}

function* upTo(total: number, halts: readonly AbortSignal[]): Generator<number> {
  for (let seq = 0; seq < total && !halts.some((signal) => signal.aborted); seq++) yield seq;
}
