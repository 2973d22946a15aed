import type { ReadySuite } from "../suite.ts";
import type { DatasetCounts } from "./countDataset.ts";
import type { RunCounts } from "./countRun.ts";
import { planNotes } from "./planNotes.ts";
import { type Expected, planReviews, type ReviewPlan } from "./planReviews.ts";
import { planType, type TypePlan } from "./planType.ts";
import { RateTable } from "./rateTable.ts";

/** What only the person who plans knows. */
export interface PlanGiven {
  /** Times each case is put to the agent. */
  readonly attempts: number;
  /** What one call of the agent costs; without it no cost is known. */
  readonly price?: { readonly perCall: number; readonly currency: string } | undefined;
  /** Cases a day in all; without it the dates of the dataset say. */
  readonly perDay?: number | undefined;
  readonly minutesPerReview: number;
}

/** So many replayed cases, and what they take; the cost is null where no price is known. */
export interface Effort {
  readonly cases: number;
  readonly calls: number;
  readonly cost: number | null;
}

/** Everything a verdict takes, worked out before there is one. Plain data; it never feeds a verdict. */
export interface Plan {
  readonly schema: "earnest/plan/1";
  readonly suite: string;
  readonly dataset: Omit<DatasetCounts, "types">;
  readonly given: PlanGiven;
  /** All asked types together may be wrong with `alpha`, each with `each`: the simple bound for Holm's method. */
  readonly level: { readonly alpha: number; readonly asked: number; readonly each: number };
  /** The run it starts from; `anew` says why its cases do not count for what is needed, null when they do. */
  readonly run: {
    readonly id: string;
    readonly agent: string;
    readonly cases: number;
    /** Were some cases not asked about, so that the others need not be like them? */
    readonly filtered: boolean;
    readonly anew: string | null;
  } | null;
  /** The action types that ask to climb, in the suite's order. */
  readonly types: readonly TypePlan[];
  /** Replaying the dataset once. */
  readonly replay: Effort;
  /** Replaying until every type is decided, at the middle rates; null when that is out of reach for one of them, or not known. */
  readonly decided: Effort | null;
  readonly reviews: ReviewPlan;
  /** What this rests on, and what could not be known; sentences. */
  readonly notes: readonly string[];
}

const ALPHA = 0.05;

/** Plans what the gates of a suite take. Pure: same counts, same plan. */
export function plan(suite: ReadySuite, counts: DatasetCounts, run: RunCounts | undefined, given: PlanGiven): Plan {
  const asked = [...suite.gates].filter(([, gate]) => gate.ask !== undefined);
  const each = levelOf(suite);
  const table = new RateTable(each);
  const anew = run === undefined ? null : whyAnew(suite, counts, run);
  const about = { dataset: counts, perDay: given.perDay, runCases: run?.cases ?? 0, counts: anew === null };
  const types = asked.map(([type, gate]) => planType(type, gate, { ...about, seen: run?.types.get(type) }, table));
  const effort = (cases: number): Effort => {
    const calls = cases * given.attempts;
    return { cases, calls, cost: given.price === undefined ? null : calls * given.price.perCall };
  };
  const replays = types.map((type) => (type.closed ? null : type.replays));
  const { types: _, ...dataset } = counts;
  const body = {
    schema: "earnest/plan/1",
    suite: suite.name,
    dataset,
    given,
    level: { alpha: ALPHA, asked: asked.length, each },
    run: run === undefined ? null : runOf(run, anew),
    types,
    replay: effort(counts.cases),
    decided: replays.length === 0 || replays.includes(null) ? null : effort(Math.max(...replays.map(Number))),
    reviews: planReviews(
      types.map((type) => expected(type, run)),
      given.minutesPerReview,
    ),
  } satisfies Omit<Plan, "notes">;
  return { ...body, notes: planNotes(body) };
}

/** The error level of each check, so that all action types that are asked about stay at 5 % together. */
export function levelOf({ gates, together }: Pick<ReadySuite, "gates" | "together">): number {
  const asked = [...gates.values()].filter(({ ask }) => ask !== undefined).length;
  return together === "each" ? ALPHA : ALPHA / Math.max(1, asked);
}

/** Why the cases of a run are no start for this plan; null when they are. */
function whyAnew(suite: ReadySuite, dataset: DatasetCounts, { run }: RunCounts): string | null {
  if (agentOf(run.agent) !== agentOf(suite.agent))
    return `it was made with ${agentOf(run.agent)}, and evidence of one version is none of another`;
  if (run.dataset.digest !== dataset.digest) return "the dataset was changed since, so which of its cases are new is not known";
  return null;
}

function runOf({ run, cases }: RunCounts, anew: string | null): Plan["run"] {
  return { id: run.id, agent: agentOf(run.agent), cases, filtered: Object.keys(run.selection.filter).length > 0, anew };
}

function agentOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name} ${version}`;
}

function expected({ type, proposed, shares }: TypePlan, run: RunCounts | undefined): Expected {
  const seen = run?.types.get(type)?.agreement;
  if (seen !== undefined && seen.n > 0) return { proposed: proposed.cases, agreement: seen.hits / seen.n, seen: true };
  const middle = shares.find(({ kind }) => kind === "agreement")?.rates[1]?.rate;
  return { proposed: proposed.cases, agreement: middle ?? null, seen: false };
}
