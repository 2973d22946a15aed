import type { Drilled } from "./drilledBy.ts";
import type { DrillFact } from "./drillFact.ts";
import type { Money } from "./usageCount.ts";
import type { WallSeen } from "./wallCount.ts";

/**
 * How often people fail on such cases: `failures` of `n`, judged as the agent's are. `margin`, a share, is how much more often the
 * agent may fail: fixed before any case is seen, at most 2 points, and at most half of how often people fail.
 */
export interface HumanBaseline {
  readonly failures: number;
  readonly n: number;
  readonly margin: number;
}

/** Records that a replay was asked to cover, and those of them it did. */
export interface ReplayFacts {
  /** Cases asked about, and records left out because they could not be put to the agent. */
  readonly records: number;
  /** Of those: seen by the agent in observation mode, every lookup answered by the recording, or not needed because the run stopped early. */
  readonly replayed: number;
  readonly missing: number;
  readonly excluded: number;
  /** Cases in which a lookup had no recorded answer. */
  readonly unrecorded: number;
  /** Were proposals made elsewhere, and not replayed at all? */
  readonly imported: boolean;
}

/** When the cases in which the agent proposed this happened; moments are ISO 8601. */
export interface SpanFacts {
  readonly first: string | null;
  readonly last: string | null;
  readonly days: number;
  /** Days that the middle 90% of the dated cases span, the earliest and the latest 5% (rounded up) aside: what a stray date cannot stretch. */
  readonly middle: number;
  /** Cases that say when they were, and cases that do not. */
  readonly dated: number;
  readonly undated: number;
}

/** When the runs were made that count together; one in which no case was new is no further replay, and is left out. */
export interface NightFacts {
  readonly runs: number;
  readonly first: string;
  readonly last: string;
  /** From the first to the last, and the longest pause between two, in days. */
  readonly days: number;
  readonly longestPause: number;
}

/** What the drift watch saw over the runs that count: `alarm` is the run in which it rang, by its start. */
export interface DriftFacts {
  readonly nights: number;
  readonly base: number;
  readonly alarm: string | null;
}

/** Disagreements in the column, and what people found behind them. */
export interface DisagreementFacts {
  readonly n: number;
  /** With a named cause; and those that somebody looked at without finding one. */
  readonly explained: number;
  readonly unknown: number;
  /** Most frequent first. */
  readonly causes: readonly { readonly cause: string; readonly n: number }[];
}

/** Disagreements that people ruled on, by whose decision stands; `conflict`: reviewers differ without a majority. */
export interface RulingCounts {
  readonly agent: number;
  readonly both: number;
  readonly person: number;
  readonly neither: number;
  readonly conflict: number;
  readonly unclear: number;
}

export const NO_RULINGS: RulingCounts = { agent: 0, both: 0, person: 0, neither: 0, conflict: 0, unclear: 0 };

/**
 * Milliseconds that the agent took where it proposed this: order statistics, and both ends of the range of p95, each at 95% for one look; null
 * where too few tell. `within`: how many cases were within each limit that its gate asks about.
 */
export interface LatencyFacts {
  readonly n: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p95Low: number | null;
  readonly p95High: number | null;
  readonly within: readonly { readonly seconds: number; readonly cases: number }[];
}

/** Seconds that people took for decisions of this type, where the record says so, and for those of them the agent would have taken alike, alone. */
export interface TimeFacts {
  readonly timed: number;
  readonly untimed: number;
  readonly seconds: number;
  readonly alike: number;
  readonly alikeSeconds: number;
  /** Clusters of timed decisions, and how many independent ones of equal length they are worth: what a range for one look rests on. */
  readonly clusters: number;
  readonly effective: number;
}

/** The policy envelope that the evidence was counted under. */
export interface PolicyFacts {
  readonly rules: number;
  /** Rules that name no control which enforces them in production. */
  readonly withoutControl: readonly string[];
  readonly digest: string;
  /** Proposals that it kept back; where there are any and none counts, it kept back all. */
  readonly keptBack: number;
}

/** What is known of one action type besides its shares; null where nothing is. */
export interface TypeFacts {
  readonly replay: ReplayFacts;
  readonly span: SpanFacts;
  readonly nights: NightFacts;
  readonly drift: DriftFacts | null;
  /** Newest first. */
  readonly drills: readonly DrillFact[];
  /** The drills that its row names, with what is in force. */
  readonly drilled: readonly Drilled[];
  /** The last moment the evidence speaks of, ISO 8601, be it the start of the last run or the newest case: the age of a drill counts to it. And the agent version under test. */
  readonly asOf: string;
  readonly version: string;
  /** Cases with several attempts in which it was proposed, and those whose attempts all proposed the same, by the suite's comparators. */
  readonly attempts: { readonly repeated: number; readonly alike: number };
  readonly disagreements: DisagreementFacts | null;
  readonly ruled: RulingCounts | null;
  readonly policy: PolicyFacts | null;
  readonly wall: WallSeen;
  readonly baseline: HumanBaseline | null;
  /** Of the model calls, for each case; null without model calls or prices. */
  readonly cost: { readonly perCase: Money; readonly atLeast: boolean } | null;
  readonly latency: LatencyFacts;
  readonly time: TimeFacts | null;
}
