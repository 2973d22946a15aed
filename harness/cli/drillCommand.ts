import { availableParallelism } from "node:os";
import { join } from "node:path";
import { DrillLedger } from "../drill/drillLedger.ts";
import { DRILL_LEDGER_SCHEMA, type DrillResult, type DrillsHeader } from "../drill/drillRecord.ts";
import { EarnestError, firstThrown } from "../errors.ts";
import { reapPlaces } from "../fixture/place.ts";
import type { ReadySuite } from "../suite.ts";
import { many } from "../words.ts";
import { type CommonOptions, runId, version } from "./commands.ts";
import { type ActSource, actSource } from "./drill/actSource.ts";
import { holdDrillFolder } from "./drill/drillFolder.ts";
import { drillJobs } from "./drill/drillJobs.ts";
import { type DrillsAsked, drillPlan, type PlannedType } from "./drill/drillPlan.ts";
import { DrillProgress } from "./drill/drillProgress.ts";
import { drillSummary, type TypeSummary } from "./drill/drillSummary.ts";
import { makeDrills } from "./drill/makeDrills.ts";
import { newestWholeRun, type ProposedIn, proposedActs } from "./drill/proposedActs.ts";
import { sayDrills } from "./drill/sayDrills.ts";
import { type StartedFixtures, startFixtures } from "./drill/startFixtures.ts";
import { DRILLS } from "./drillDirs.ts";
import { EXIT } from "./exitCode.ts";
import { interruptible } from "./interruptible.ts";
import { type LoadedSuite, loadSuite } from "./loadSuite.ts";
import { EARNEST, say, sayJson, shellWord, styled, tell } from "./say.ts";

export interface DrillFlags extends CommonOptions, DrillsAsked {
  readonly times: number;
  readonly load: number;
  readonly seed: number;
  readonly run?: string;
  readonly keep?: boolean;
  readonly drillDir?: string;
  readonly verbose?: boolean;
  readonly data?: string;
}

/** Drills side by side: one waits for the disk or a server while another is at work. More of them would mostly be timed waiting for their turn. */
const LANES = Math.min(4, Math.max(2, availableParallelism()) + 1);

/** What an `earnest drill` came to. */
interface Drilled {
  readonly dir: string;
  readonly header: DrillsHeader;
  readonly results: readonly DrillResult[];
  readonly head: string;
  readonly interrupted: boolean;
}

/** earnest drill: carries out what the agent proposed in sandboxes, breaks something, undoes it, and puts on record what came of that. */
export async function drillCommand(path: string, flags: DrillFlags): Promise<number> {
  const loaded = await loadSuite(path, flags.data);
  const { suite, file } = loaded;
  const { types, leftOut } = drillPlan(suite, flags);
  for (const why of leftOut) tell(`  ${why}`);
  const run = flags.run ?? newestWholeRun(suite, file);
  const names = types.map(({ type }) => type);
  const proposed = run === undefined ? undefined : proposedActs(suite, run, names);
  await reapPlaces(tell);
  const drilled = await drilling(loaded, types, proposed, flags);
  const summary = drillSummary(drilled.header, drilled.results);
  const code = exitCodeFor(drilled, summary);
  if (flags.json === true) sayJson("drill", jsonOf(drilled, summary), code === EXIT.done);
  else sayEnd(path, suite, drilled, summary, run, flags);
  return code;
}

async function drilling(
  { suite, file }: LoadedSuite,
  types: readonly PlannedType[],
  proposed: ProposedIn | undefined,
  flags: DrillFlags,
): Promise<Drilled> {
  const id = runId(new Date(), suite.name);
  const dir = flags.drillDir ?? join(DRILLS, id);
  using interrupts = interruptible(() =>
    tell("  Stopping: what is done stays on record, and the sandboxes are taken away. Again to stop at once."),
  );
  await using _folder = await holdDrillFolder(dir);
  await using fixtures = await startFixtures(id, types);
  const sources = new Map(types.map((one) => [one.type, actSource(one.handler, proposed?.acts.get(one.type), largestOf(one))]));
  const header = headerOf({ suite, file }, id, types, sources, proposed, fixtures, flags);
  const ledger = await DrillLedger.create(dir);
  const results: DrillResult[] = [];
  const jobs = drillJobs(types, flags.times, flags.seed);
  const view = flags.quiet === true || flags.json === true ? undefined : new DrillProgress(jobs.length, () => performance.now());
  try {
    await ledger.append(header);
    await makeDrills({
      jobs,
      fixtures,
      sources,
      lanes: LANES,
      load: flags.load,
      suite: { ready: suite, file, data: flags.data },
      keep: flags.keep === true ? join(dir, "kept") : undefined,
      signal: interrupts.signal,
      async done(result) {
        const row: DrillResult = { kind: "drill", n: results.length + 1, ...result };
        results.push(row);
        view?.see(row.control ? null : row.held);
        await ledger.append(row);
      },
    });
    const interrupted = interrupts.signal.aborted;
    await ledger.append({ kind: "end", at: new Date().toISOString(), results: results.length, interrupted });
    await ledger.close();
    return { dir, header, results, head: ledger.head, interrupted };
  } catch (thrown) {
    await endEarly(ledger, results.length);
    throw withRecord(
      firstThrown(thrown),
      `${many(results.length, "result")} of before ${results.length === 1 ? "is" : "are"} on record in ${dir}`,
    );
  } finally {
    view?.clear();
  }
}

/** Puts on record that not all were made; where the ledger itself cannot be written any more, it stays as it is. */
async function endEarly(ledger: DrillLedger, results: number): Promise<void> {
  try {
    await ledger.append({ kind: "end", at: new Date().toISOString(), results, interrupted: true });
    await ledger.close();
  } catch {
    await ledger.abandon();
  }
}

/** The same error, and what there is in spite of it. */
function withRecord(error: unknown, says: string): unknown {
  if (!(error instanceof EarnestError)) return error;
  const { code, message, where, next, details, cause } = error;
  return new EarnestError(code, message, {
    ...(where === undefined ? {} : { where }),
    ...(next === undefined ? {} : { next }),
    details: [...details, says],
    cause,
  });
}

function headerOf(
  { suite, file }: LoadedSuite,
  id: string,
  types: readonly PlannedType[],
  sources: ReadonlyMap<string, ActSource>,
  proposed: ProposedIn | undefined,
  fixtures: StartedFixtures,
  { times, load, seed }: DrillFlags,
): DrillsHeader {
  const drawn = [...sources.values()].some(({ acts }) => acts.from === "proposed");
  return {
    kind: "drills",
    schema: DRILL_LEDGER_SCHEMA,
    id,
    startedAt: new Date().toISOString(),
    earnest: version(),
    node: process.versions.node,
    cores: availableParallelism(),
    lanes: LANES,
    seed,
    times,
    load,
    suite: { name: suite.name, file, digest: suite.digest },
    agent: { name: suite.agent.name, version: suite.agent.version },
    from: drawn && proposed !== undefined ? { run: proposed.run, head: proposed.head } : null,
    types: types.map(({ type, reversibility, handler, fixture, engines, drills }) => {
      const { acts } = sources.get(type) as ActSource;
      const about = Object.fromEntries(engines.map((engine) => [engine, fixtures.of(fixture, engine).about]));
      return {
        type,
        reversibility,
        handler: { name: handler.name, version: handler.version, caveat: handler.caveat },
        fixture: { name: fixture.name, version: fixture.version, engines: about },
        acts,
        drills: drills.map(({ drill: { name, version: of, size, says } }) => ({ name, version: of, size, says })),
      };
    }),
  };
}

function largestOf({ drills }: PlannedType): number {
  return Math.max(...drills.map(({ drill }) => drill.size));
}

/** A check that cannot find anything outweighs being cut short, and that what did not hold, or could not be checked. */
function exitCodeFor({ interrupted }: Drilled, summary: readonly TypeSummary[]): number {
  if (summary.some(({ drills }) => drills.some(({ control }) => control === "missed"))) return EXIT.unsafe;
  if (interrupted) return EXIT.interrupted;
  const unchecked = summary.some(({ drills }) => drills.some(({ control }) => control === "not-made"));
  return unchecked || summary.some(({ broken }) => broken.length > 0) ? EXIT.notPassed : EXIT.done;
}

/** Without what each was judged by, which the ledger holds. */
function jsonOf({ dir, header, results, head, interrupted }: Drilled, summary: readonly TypeSummary[]): object {
  return {
    drillDir: dir,
    head,
    interrupted,
    header,
    types: summary.map(({ broken, ...one }) => ({ ...one, broken: broken.map(withoutSeen) })),
    results: results.map(withoutSeen),
  };
}

function withoutSeen({ seen, ...result }: DrillResult): object {
  return { ...result, left: seen.left };
}

function sayEnd(
  path: string,
  suite: ReadySuite,
  drilled: Drilled,
  summary: readonly TypeSummary[],
  run: string | undefined,
  flags: DrillFlags,
): void {
  const { dir, results, head, interrupted } = drilled;
  sayDrills({
    suite,
    header: drilled.header,
    types: summary,
    verbose: flags.verbose === true,
    again: (one) => againLine(path, one, flags),
  });
  if (interrupted)
    say(`    ${styled("yellow", "Interrupted:")} the drills above were done, and the ledger says that the others were not.`);
  say(`\n  ${results.length} results in ${styled("bold", dir)}, head ${head.slice(0, 12)}`);
  say(`  Next: ${nextStep(path, summary, run, flags)}`);
}

/** The command that does a drill again that did not hold: alone, and so that its sandbox can be looked into. */
function againLine(path: string, { type, drill, engine }: DrillResult, { seed, size, times, load, run }: DrillFlags): string {
  const word = (given: string, otherwise: string) => shellWord(given) ?? otherwise;
  return [
    `${EARNEST} drill ${word(path, "<suite>")} --action ${word(type, "<type>")} --fault ${drill} --fixture ${word(engine, "<engine>")} --keep`,
    `--seed ${seed}`,
    ...(size === undefined ? [] : [`--size ${size}`]),
    ...(times === 1 ? [] : [`--times ${times}`]),
    ...(load === 0 ? [] : [`--load ${load}`]),
    ...(run === undefined ? [] : [`--run ${word(run, "<run>")}`]),
  ].join(" ");
}

function nextStep(path: string, summary: readonly TypeSummary[], run: string | undefined, flags: DrillFlags): string {
  const [broken] = summary.flatMap((one) => one.broken);
  if (broken !== undefined && flags.keep !== true) return againLine(path, broken, flags);
  if (run === undefined) return `${EARNEST} run ${shellWord(path) ?? "<suite>"}, and drill what the agent proposes`;
  const drills = flags.drillDir === undefined ? "" : ` --drills ${shellWord(flags.drillDir) ?? "<dir>"}`;
  return `${EARNEST} report ${shellWord(run) ?? "<run>"}${drills}`;
}
