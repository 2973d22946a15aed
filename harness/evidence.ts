import type { Comparison, Outcome } from "./compare.ts";
import type { Outlook } from "./evidence/outlook.ts";
import type { TypeFacts } from "./evidence/typeFacts.ts";
import type { Interval } from "./stats/clopperPearson.ts";

/** How many cases ended in each outcome. */
export type Tally = Readonly<Record<Outcome, number>>;

/** What became of an action type's cases on one side of the table. One case is one vote, however many such actions it holds. */
export interface Side {
  /** Cases with this action type on this side. */
  readonly n: number;
  /** Of those, the cases in which every such action matched. */
  readonly matches: number;
  /** Each case under its worst cell; adds up to n. */
  readonly outcomes: Tally;
}

/** A kind of disagreement and in how many cases it occurred. */
export interface Pattern {
  readonly decided: string;
  readonly proposed: string;
  readonly outcome: Outcome;
  readonly n: number;
}

/** All that is known about one action type. Judge the column (`proposed`), cover the row (`decided`). */
export interface TypeEvidence {
  readonly type: string;
  readonly proposed: Side;
  readonly decided: Side;
  /** Cases proposed with this type in which a cell has an outcome declared serious for it. */
  readonly serious: number;
  /**
   * All cases, and those of them in which the agent gave nothing at all or an unusable proposal of this type: a case without an
   * answer might have been one of any type.
   */
  readonly failures: { readonly n: number; readonly failed: number };
  /** Kinds of disagreement in the column, most frequent first. */
  readonly patterns: readonly Pattern[];
  /** The shares that gates ask about; those of `ASKED_ONLY` are counted where a criterion asks about them. */
  readonly shares: Readonly<Record<UsualShare, ShareEvidence>> & Readonly<Partial<Record<AskedShare, ShareEvidence>>>;
  /** What is known besides the shares. */
  readonly facts: TypeFacts;
}

/** What counting cases alone tells of an action type. */
export type CountedType = Omit<TypeEvidence, "facts">;

/**
 * What a gate can ask how often it is so: `agreement`, the same decision where the agent proposed this; `coverage`, done alike where the
 * person did this; `harmless`, no serious disagreement where the agent proposed this; `answered`, a usable answer in a case.
 */
type UsualShare = "agreement" | "coverage" | "harmless" | "answered";

/**
 * Counted only where a criterion asks, all in cases. Where the agent proposed this: `accepted`, the same decision but for minor details;
 * `restrained`, not where the person handed over or did nothing, or once too often; `outcomes`, of those whose known
 * outcome was good, the good outcome not put at risk by another decision. Where the person did this: `handled`, not handed over or declined. In every case: `sound`,
 * a usable answer, and not silence where the person did this. Where the person handed over: `deferred`, the agent would not have acted. Where
 * the agent handed over: `justified`, the person did as well.
 */
export const ASKED_ONLY = ["accepted", "restrained", "outcomes", "handled", "sound", "deferred", "justified"] as const;
type AskedShare = (typeof ASKED_ONLY)[number];

/** The name of a share. */
export type ShareName = UsualShare | AskedShare;

/** `k` of `n` cases, and what they show of the rate behind them. Logarithms are natural. */
export interface ShareEvidence {
  readonly k: number;
  readonly n: number;
  readonly clusters: number;
  /** The share by weight; null without cases. */
  readonly rate: number | null;
  /** The most that any cluster could have weighed: what the evidence has to allow for. */
  readonly most: number;
  /** The range that stays valid however often it is looked at; each end errs in at most 5 % of such streams. It holds the rate seen. */
  readonly low: number;
  readonly high: number;
  /** Did the ends ever pass each other? Then something changed on the way, or cases hang together in a way that no cluster names. */
  readonly contradicts: boolean;
  /** The independent cases that these are worth, and their exact range for one look at a number of cases fixed beforehand. */
  readonly effective: number;
  readonly oneLook: Interval;
  /** The evidence at each line that a gate of this type asks about. */
  readonly lines: readonly LineEvidence[];
}

/** The evidence at one line: the log e-values that the rate lies above it (the most so far, and now) and below it (the most so far). */
export interface LineEvidence extends Outlook {
  readonly line: number;
  /** The error level at which the outlook takes the line for shown. */
  readonly alpha: number;
  readonly above: number;
  readonly now: number;
  readonly below: number;
}

/** One cell of the who-chose-what table: actions, over all attempts. */
export interface MatrixCell {
  readonly decided: string;
  readonly proposed: string;
  readonly outcomes: Partial<Tally>;
}

/** Everything counted from one run. */
export interface Evidence {
  /** Cases with at least one observation. */
  readonly cases: number;
  readonly clusters: number;
  readonly attempts: number;
  /** Every case under its worst cell, first attempt; adds up to `cases`. */
  readonly outcomes: Tally;
  readonly types: ReadonlyMap<string, CountedType>;
  readonly matrix: readonly MatrixCell[];
  /** Cells over all attempts, and the actions of either side in them; each action is in exactly one cell. */
  readonly cells: { readonly total: number; readonly decidedActions: number; readonly proposedActions: number };
  /** Cases seen more than once, and those whose attempts did not all come to the same cells. */
  readonly repeated: { readonly cases: number; readonly unstable: number };
}

/** The cells of one case, attempt by attempt; the first attempt is the case's vote, the others measure reliability. */
export interface ComparedCase {
  readonly id: string;
  readonly cluster: string;
  /** How much it counts for in every share; default 1. */
  readonly weight?: number;
  readonly attempts: readonly (readonly Comparison[])[];
  /** By action type: did what became known later turn out well for the person's decision? Absent where it is not known. */
  readonly outcomeGood?: ReadonlyMap<string, boolean>;
}

/** Worst last: a case with several cells of one type is filed under the worst of them. */
const BADNESS: Record<Outcome, number> = {
  match: 0,
  near: 1,
  escalated: 2,
  abstained: 3,
  missed: 4,
  params: 5,
  type: 6,
  overreach: 7,
  failed: 8,
};

/** The worst outcome among cells; a case without cells does not exist. */
export function worst(cells: readonly Comparison[]): Outcome {
  return cells.reduce<Outcome>((found, { outcome }) => (BADNESS[outcome] > BADNESS[found] ? outcome : found), "match");
}

/** Which outcomes are declared costly, per action type. */
export type Serious = (type: string) => readonly Outcome[];

/** Would the agent carry this out alone? An act that its policy envelope keeps back it would not. */
export function wouldAct({ proposedAction, would }: Comparison): boolean {
  return proposedAction !== undefined && would === undefined;
}

/** Is this cell one of the mismatches declared costly for the type the agent proposed? */
export function isSerious(cell: Comparison, serious: Serious): boolean {
  return wouldAct(cell) && serious(cell.proposed).includes(cell.outcome);
}

/** Two attempts are alike when they come to the same cells, in whatever order. */
export function attemptsDiffer(attempts: readonly (readonly Comparison[])[]): boolean {
  return attempts.length > 1 && new Set(attempts.map(fingerprint)).size > 1;
}

function fingerprint(cells: readonly Comparison[]): string {
  return JSON.stringify(cells.map((cell) => JSON.stringify([cell.decided, cell.proposed, cell.outcome])).sort());
}
