import type { Comparison, Outcome } from "../compare.ts";
import { compareUnder } from "../policy.ts";
import { agentDiffers } from "../run/alike.ts";
import { type CaseRow, type OpenRun, openRun, type RunFrame } from "../run/openRun.ts";
import { holm } from "../stats/holm.ts";
import type { ReadySuite } from "../suite.ts";
import { diffCaveats } from "./diffCaveats.ts";
import { type Direction, type Paired, PairedCount } from "./pairedCount.ts";
import { pairRuns, type Unpaired, type VotePair } from "./pairRuns.ts";
import { Shortlist } from "./shortlist.ts";
import { type Standing, standingOf, standingOn, typesOf } from "./standing.ts";

/** Is one of two versions shown to agree with the person less often, or more often, or neither? */
export type DiffVerdict = "worse" | "better" | "no-difference";

/** One action type, over the cases in which it turned up on either side in either run. */
export interface TypeDiff extends Paired {
  readonly type: string;
  readonly title: string;
  readonly declared: boolean;
  /** The p-value valid at any time, adjusted for the number of action types (Holm). */
  readonly adjustedP: number;
  readonly verdict: DiffVerdict;
}

/** What a vote came to; null where it left the action type alone, as the person did. */
export interface Settled {
  readonly outcome: Outcome;
  readonly decided: string;
  readonly proposed: string;
  readonly because: string | null;
}

/** One case that changed for one action type; null stands for the case as a whole, where no single type changed that way. Hostile text. */
export interface Change {
  readonly id: string;
  readonly type: string | null;
  readonly serious: boolean;
  readonly before: Settled | null;
  readonly after: Settled | null;
}

/** A list that counts everything and names the first. */
export interface Listed<T> {
  readonly n: number;
  readonly listed: readonly T[];
}

/** One of the two runs. */
export interface DiffRun {
  readonly dir: string;
  readonly id: string;
  readonly startedAt: string;
  readonly agent: { readonly name: string; readonly version: string };
  readonly dataset: { readonly name: string; readonly digest: string };
  readonly attempts: number;
  readonly observed: number;
  /** Cases that were asked about and are not on record: the run was cut off. */
  readonly missing: number;
  /** Are they missing because it stopped early, once its answers were settled? */
  readonly stopped: boolean;
  /** Did its answers weigh cases, which a comparison does not? */
  readonly weighted: boolean;
  /** Was it judged by other rules when it was made? */
  readonly rulesChanged: boolean;
  readonly ledgerHead: string;
}

/** Two runs on the same cases, by one set of rules. Plain data. */
export interface Diff {
  readonly schema: "earnest/diff/1";
  readonly suite: { readonly name: string; readonly digest: string };
  readonly before: DiffRun;
  readonly after: DiffRun;
  /** In what the runs differ besides the answers: the agent’s name, version and code, its tools and models, the time it had. */
  readonly differ: readonly string[];
  /** Cases that stand in both runs as they were, and those whose votes are not the same cells. */
  readonly pairs: number;
  readonly differing: number;
  readonly leftOut: Readonly<Record<Unpaired, Listed<string>>>;
  /** The chance of calling any action type worse or better where the versions are alike. */
  readonly level: number;
  /** All pairs, each case as a whole; no verdict rests on it. */
  readonly overall: Paired;
  readonly types: readonly TypeDiff[];
  /** Serious ones first, then by id. A case that changed for two action types stands there twice. */
  readonly changes: Readonly<Record<Direction, Listed<Change>>>;
  readonly caveats: readonly string[];
}

const LEVEL = 0.05;
const LISTED = { changes: 10_000, ids: 500 };
const LONGEST = 300;

/**
 * Compares two runs case by case, both by the rules of `suite`. Pure: same ledgers, same suite, same answer, whatever order the
 * cases arrived in. Throws RUN_NOT_FOUND, RUN_EMPTY or LEDGER_CORRUPT for a run that cannot be read.
 */
export function diff(suite: ReadySuite, dirs: { readonly before: string; readonly after: string }): Diff {
  const before = openRun(dirs.before);
  const after = openRun(dirs.after);
  const leftOut = { onlyBefore: ids(), onlyAfter: ids(), recordedOtherwise: ids() };
  const count = new DiffCount(suite);
  // The first attempt is the vote.
  const voteOf = ({ case: one, observations }: CaseRow) =>
    compareUnder(suite.policies, one, observations.slice(0, 1), suite.compared)[0] ?? [];
  for (const pair of pairRuns(casesOf(before), casesOf(after), voteOf, (id, why) => leftOut[why].add(id))) count.add(pair);
  const body = {
    schema: "earnest/diff/1",
    suite: { name: suite.name, digest: suite.digest },
    before: diffRun(dirs.before, before.frame, suite),
    after: diffRun(dirs.after, after.frame, suite),
    differ: agentDiffers(before.frame.header, after.frame.header),
    leftOut: {
      onlyBefore: leftOut.onlyBefore.list(),
      onlyAfter: leftOut.onlyAfter.list(),
      recordedOtherwise: leftOut.recordedOtherwise.list(),
    },
    ...count.counted(),
  } satisfies Omit<Diff, "caveats">;
  return { ...body, caveats: diffCaveats(body) };
}

class DiffCount {
  readonly #suite: ReadySuite;
  readonly #overall = new PairedCount();
  readonly #types = new Map<string, PairedCount>();
  readonly #changes = { worse: changes(), better: changes() };
  #pairs = 0;
  #differing = 0;

  constructor(suite: ReadySuite) {
    this.#suite = suite;
    // Holm counts every action type that was asked about, also those that stayed silent.
    for (const type of Object.keys(suite.actions)) this.#types.set(type, new PairedCount());
  }

  add({ id, cluster, before, after }: VotePair): void {
    const { serious } = this.#suite;
    this.#pairs++;
    if (cellsOf(before) !== cellsOf(after)) this.#differing++;
    const seen = new Set<Direction>();
    for (const type of new Set([...typesOf(before), ...typesOf(after)])) {
      const [one, two] = [standingOn(type, before, serious), standingOn(type, after, serious)];
      const direction = this.#type(type).add(cluster, one, two);
      if (direction === undefined) continue;
      seen.add(direction);
      this.#changes[direction].add(change(id, type, direction, one, two));
    }
    const [one, two] = [standingOf(before, serious), standingOf(after, serious)];
    const direction = this.#overall.add(cluster, one, two);
    if (direction !== undefined && !seen.has(direction)) this.#changes[direction].add(change(id, null, direction, one, two));
  }

  #type(type: string): PairedCount {
    const known = this.#types.get(type) ?? new PairedCount();
    this.#types.set(type, known);
    return known;
  }

  counted(): Pick<Diff, "pairs" | "differing" | "level" | "overall" | "types" | "changes"> {
    const { actions } = this.#suite;
    const types = [...Object.keys(actions), ...[...this.#types.keys()].filter((type) => !(type in actions)).sort()];
    const paired = types.map((type) => (this.#types.get(type) as PairedCount).paired());
    const adjusted = holm(paired.map(({ tests }) => tests.anytimeP));
    return {
      pairs: this.#pairs,
      differing: this.#differing,
      level: LEVEL,
      overall: this.#overall.paired(),
      types: types.map((type, at) => {
        const adjustedP = adjusted[at] as number;
        const counts = paired[at] as Paired;
        const row = { type, title: this.#suite.title(type), declared: type in actions };
        return { ...row, ...counts, adjustedP, verdict: verdictOf(counts, adjustedP) };
      }),
      changes: { worse: this.#changes.worse.list(), better: this.#changes.better.list() },
    };
  }
}

function verdictOf({ clusters: { better, worse }, table }: Paired, adjustedP: number): DiffVerdict {
  // Most clusters one way and most cases the other: then neither word would be true.
  if (Math.sign(worse - better) !== Math.sign(table.onlyBefore - table.onlyAfter)) return "no-difference";
  if (adjustedP > LEVEL || better === worse) return "no-difference";
  return worse > better ? "worse" : "better";
}

function diffRun(dir: string, { header, observed, stopped, end }: RunFrame, { digest }: ReadySuite): DiffRun {
  const { id, startedAt, agent, dataset, attempts, asked, suite } = header;
  return {
    dir,
    id,
    startedAt,
    agent: { name: agent.name, version: agent.version },
    dataset: { name: dataset.name, digest: dataset.digest },
    attempts,
    observed,
    missing: asked.cases - observed,
    stopped,
    weighted: dataset.weights != null || dataset.clusterCap != null,
    rulesChanged: suite.digest !== digest,
    ledgerHead: end.head,
  };
}

/** What a vote came to, blind to the order of its cells and to its words. */
function cellsOf(cells: readonly Comparison[]): string {
  const [only, ...more] = cells.map(({ decided, proposed, outcome }) => JSON.stringify([decided, proposed, outcome]));
  return more.length === 0 ? String(only) : [only, ...more].sort().join();
}

function change(id: string, type: string | null, direction: Direction, before: Standing, after: Standing): Change {
  const { serious } = direction === "worse" ? after : before;
  return { id, type, serious, before: settled(before), after: settled(after) };
}

function settled({ cell }: Standing): Settled | null {
  if (cell === null) return null;
  const { outcome, decided, proposed, because } = cell;
  return { outcome, decided, proposed, because: because === undefined ? null : because.slice(0, LONGEST) };
}

const changes = () =>
  new Shortlist<Change>(
    LISTED.changes,
    (a, b) => Number(b.serious) - Number(a.serious) || order(a.id, b.id) || order(a.type ?? "", b.type ?? ""),
  );
const ids = () => new Shortlist<string>(LISTED.ids, order);

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** All cases on record, wherever a gap or an early stop may be: what is compared is one case with itself. */
function* casesOf({ rows }: OpenRun): Generator<CaseRow> {
  for (const row of rows) if (row.kind === "case") yield row;
}
