import { rmSync } from "node:fs";
import type { Isolation } from "../agent.ts";
import type { Case } from "../case.ts";
import { leakProbe } from "../dataset/leakProbe.ts";
import { type LoadedCases, loadCases } from "../dataset/loadCases.ts";
import type { EarnestError } from "../errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { LedgerRow, RunHeader } from "../ledger/record.ts";
import type { Observation } from "../replay.ts";
import type { ReadySuite } from "../suite.ts";
import { weightingOf } from "./countFor.ts";
import { framed } from "./framed.ts";
import { Halt } from "./halt.ts";
import { leaksSaid } from "./leaksSaid.ts";
import { makeWorld, refuseWeakWall } from "./makeWorld.ts";
import { type ModelOptions, openModels } from "./models.ts";
import { goOn, type Past, readPast } from "./past.ts";
import { refuseChanged } from "./refuseChanged.ts";
import { replayAll, type Seen } from "./replayAll.ts";
import {
  asRefusal,
  beginLedger,
  emptyFolder,
  holdFolder,
  holdNewFolder,
  redactedOf,
  shelfOf,
  unmakeFolder,
  writeManifest,
} from "./runFolder.ts";
import { runHeader } from "./runHeader.ts";
import { StopEarly } from "./stopEarly.ts";

export { journalOf } from "./runFolder.ts";

/** Everything about a run that comes from outside. */
export interface ObserveOptions extends ModelOptions {
  /** A folder that holds no run yet, or the one to go on with. */
  readonly dir: string;
  /** Go on where the run in the folder stopped; with `retry`, attempts that failed for want of the model are made again. */
  readonly resume?: { readonly retry: boolean } | undefined;
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
  /** Hears of every case that an earlier part of the run has seen. */
  readonly onPast?: ((past: Pick<Progress, "seq" | "most" | "case" | "observations">) => void) | undefined;
  /** Tells the person at the terminal. */
  readonly notice?: ((text: string) => void) | undefined;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Of those done, what an earlier part of the run has seen. */
  readonly before: number;
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
  /** Had it come to its end before, so that nothing was left to ask? */
  readonly over: boolean;
  /** What stopped it from inside, such as a limit. */
  readonly halted: EarnestError | null;
}

/**
 * Replays the suite's cases through its agent and puts what was seen on record, from the beginning or from where a run stopped.
 * Throws RUN_EXISTS for a folder that holds a run, OUTPUT for one that cannot be made; a dataset that is refused leaves no folder behind.
 * Going on, it throws RUN_NOT_FOUND, RUN_LOCKED, RESUME_CHANGED or LEDGER_CORRUPT, and has changed nothing then.
 */
export async function observe(suite: ReadySuite, options: ObserveOptions): Promise<Observed> {
  const { dir, resume } = options;
  using folder = resume === undefined ? await holdNewFolder(dir) : holdFolder(dir, options.notice);
  const past = resume === undefined ? undefined : readPast(dir, resume.retry);
  if (past?.over === true) return { ...outcome(past.header, past), over: true };
  const halt = new Halt();
  let ledger: Ledger | undefined;
  let begun = past !== undefined;
  try {
    if (resume !== undefined && past === undefined) await emptyFolder(dir);
    if (past === undefined) ledger = await beginLedger(dir);
    // An agent's wall is built and tried while the cases are read: one waits for processes, the other for the disk.
    await using loading = reading(suite, load(suite, ledger, options));
    using world = makeWorld(suite, { ...options, redactor: loading.redactor });
    return await framed(suite.agent, world, async (wall) => {
      const [cases, leaks] = [await loading.cases, await loading.leaks];
      // Said before anything is paid for.
      for (const said of leaksSaid(leaks)) options.notice?.(`  ! ${said}`);
      refuseWeakWall(suite.agent, wall, options.requireIsolation);
      const now = runHeader(suite, options, { cases, leaks, wall });
      if (past !== undefined) refuseChanged(past.header, now);
      const header = past?.header ?? now;
      await using models = await openModels(suite, header.timeout, options, halt);
      const stop = header.stopEarly === true ? stopFor(suite, cases, header) : undefined;
      await writeManifest(dir, header);
      ledger ??= await goOn(dir, past as Past, moment(options), ({ seq, case: one, observations }) => {
        stop?.take(seq, one, observations);
        options.onPast?.({ seq, most: weightingOf(header).most, case: one, observations });
      });
      if (past === undefined) await ledger.append({ kind: "run", run: header });
      begun = true;
      const observed = await replayAll(suite, cases, ledger, header, options, { past, stop, halt, models });
      const breaches = world.breaches(cases.redactor);
      if (breaches.length > 0) await ledger.append({ kind: "breaches", breaches });
      // What an earlier part of the run asked for is not asked for again.
      const unasked = Math.max(0, (suite.agent.unasked?.() ?? 0) - (past?.answered ?? 0));
      await ledger.append({ kind: "end", at: moment(options), observed: observed.onRecord, unasked });
      await ledger.close();
      return { ...outcome(header, observed), halted: halt.reason ?? null };
    });
  } catch (error) {
    await ledger?.abandon();
    if (!begun) {
      if (ledger !== undefined) await emptyFolder(dir);
      folder[Symbol.dispose]();
      await unmakeFolder(dir, folder.created);
    }
    throw asRefusal(error, dir);
  }
}

/** Cases under way, and what is made of them before the first is asked about; put away whatever becomes of the run. */
function reading({ dataset }: ReadySuite, cases: Promise<LoadedCases>) {
  const redactor = cases.then((loaded) => loaded.redactor);
  const leaks = cases.then((loaded) => (loaded.order.length === 0 ? null : leakProbe(loaded, dataset.knownFields)));
  // Whoever needs them hears of what went wrong.
  for (const one of [redactor, leaks]) one.catch(() => undefined);
  return {
    cases,
    redactor,
    leaks,
    [Symbol.asyncDispose]: () =>
      cases.then(
        (loaded) => loaded[Symbol.dispose](),
        () => undefined,
      ),
  };
}

function moment({ now }: ObserveOptions): string {
  return new Date(now()).toISOString();
}

function outcome(header: RunHeader, { done, onRecord, settled }: Seen): Observed {
  const asked = header.asked.cases;
  return { header, observed: onRecord, asked, settled, interrupted: done < asked && !settled, over: false, halted: null };
}

function stopFor(suite: ReadySuite, cases: LoadedCases, header: RunHeader): StopEarly {
  return new StopEarly(suite, cases.clustersIn(header.asked.cases).clusters, weightingOf(header));
}

/** Reads the dataset; what is left out goes on record, unless it is there from the beginning of the run. */
function load(suite: ReadySuite, ledger: Ledger | undefined, options: ObserveOptions): Promise<LoadedCases> {
  const filters = Object.entries(options.filter);
  const shelf = shelfOf(options.dir);
  // Killed in one unlucky moment, a run leaves it.
  rmSync(shelf, { force: true });
  return loadCases(suite.dataset, {
    shelf,
    redacted: redactedOf(options.dir),
    seed: options.seed,
    onBadRow: options.onBadRow,
    checkDecision: suite.checkDecision,
    select: (one) => filters.every(([slice, value]) => one.slices[slice] === value),
    onExcluded: (excluded) => ledger?.put(JSON.stringify({ kind: "excluded", excluded } satisfies LedgerRow)),
  });
}
