import { existsSync } from "node:fs";
import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Agent, isolationOf } from "../agent.ts";
import type { Case } from "../case.ts";
import { type LoadedCases, loadCases } from "../dataset/loadCases.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { Ledger } from "../ledger/ledger.ts";
import { LEDGER_SCHEMA, type LedgerRow, type RunHeader } from "../ledger/record.ts";
import { pool } from "../pool.ts";
import { type Observation, replay } from "../replay.ts";
import type { ReadySuite } from "../suite.ts";

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
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** The case that was just finished. */
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
}

const ATTEMPTS = 1;
const TIMEOUT = 60;
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
    const header = runHeader(suite, options, cases);
    const observed = await framed(suite.agent, async () => {
      await writeFile(manifestOf(dir), `${JSON.stringify(header, null, 2)}\n`);
      await ledger.append({ kind: "run", run: header });
      begun = true;
      const seen = await replayAll(suite.agent, cases, ledger, header, options);
      const unasked = suite.agent.unasked?.() ?? 0;
      await ledger.append({ kind: "end", at: new Date(options.now()).toISOString(), observed: seen, unasked });
      await ledger.close();
      return seen;
    });
    return { header, observed, asked: header.asked.cases, interrupted: observed < header.asked.cases };
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
async function framed<T>(agent: Agent, work: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    await agent.start?.();
    result = await work();
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
  agent: Agent,
  cases: LoadedCases,
  ledger: Ledger,
  header: RunHeader,
  options: ObserveOptions,
): Promise<number> {
  const total = header.asked.cases;
  const how = { attempts: header.attempts, timeout: header.timeout * 1000, clock: options.clock };
  let done = 0;
  let failed = 0;
  await pool(upTo(total, options.signal), options.concurrency, async (seq) => {
    const text = cases.shelf.take(cases.order[seq] as number);
    const one = JSON.parse(text) as Case;
    const observations = await replay(agent, one, how);
    // The case goes on record as the very text it was read from, whatever the agent did to its copy.
    await ledger.appendText(`{"kind":"case","seq":${seq},"case":${text},"observations":${JSON.stringify(observations)}}`);
    done++;
    if (observations.some((observation) => observation.kind === "failed")) failed++;
    options.onProgress?.({ done, total, failed, case: one, observations });
    // Agents that answer at once would otherwise never let the disk, a timer or a Ctrl-C have their turn.
    if (done % TURN === 0) await setImmediate();
  });
  await ledger.flush();
  return done;
}

function* upTo(total: number, signal: AbortSignal | undefined): Generator<number> {
  for (let seq = 0; seq < total && signal?.aborted !== true; seq++) yield seq;
}

function runHeader(suite: ReadySuite, options: ObserveOptions, cases: LoadedCases): RunHeader {
  const limit = options.limit ?? null;
  const asked = Math.min(cases.order.length, limit ?? cases.order.length);
  return {
    schema: LEDGER_SCHEMA,
    id: options.id,
    startedAt: new Date(options.now()).toISOString(),
    earnest: options.versions.earnest,
    node: options.versions.node,
    suite: { name: suite.name, file: options.suiteFile, data: options.data ?? null, digest: suite.digest, rules: suite.rules },
    dataset: {
      name: suite.dataset.name,
      source: suite.dataset.cases.name,
      digest: cases.digest,
      cases: cases.count,
      excluded: cases.excluded,
      card: suite.dataset.card ?? null,
    },
    agent: { name: suite.agent.name, version: suite.agent.version, seam: suite.agent.seam, isolation: isolationOf(suite.agent) },
    seed: options.seed,
    attempts: options.attempts ?? suite.attempts ?? ATTEMPTS,
    timeout: options.timeout ?? suite.timeout ?? TIMEOUT,
    selection: { filter: options.filter, limit, onBadRow: options.onBadRow ?? suite.dataset.onBadRow ?? "refuse" },
    asked: { cases: asked, selected: cases.order.length },
  };
}
