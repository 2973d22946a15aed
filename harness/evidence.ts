import { isReserved } from "./action.ts";
import { type Comparison, OUTCOMES, type Outcome } from "./compare.ts";

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
  readonly types: ReadonlyMap<string, TypeEvidence>;
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
  readonly attempts: readonly (readonly Comparison[])[];
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

/** Is this cell one of the mismatches declared costly for the type the agent proposed? */
export function isSerious(cell: Comparison, serious: Serious): boolean {
  return cell.proposedAction !== undefined && serious(cell.proposed).includes(cell.outcome);
}

class TypeCount {
  readonly proposed = emptySide();
  readonly decided = emptySide();
  serious = 0;
  unusable = 0;
  readonly patterns = new Map<string, { decided: string; proposed: string; outcome: Outcome; n: number }>();
}

/** Counts compared cases one by one; the only place that counts. */
export class EvidenceCount {
  readonly #serious: Serious;
  readonly #types = new Map<string, TypeCount>();
  readonly #matrix = new Map<string, { decided: string; proposed: string; outcomes: Partial<Record<Outcome, number>> }>();
  readonly #outcomes = emptyTally();
  readonly #cells = { total: 0, decidedActions: 0, proposedActions: 0 };
  readonly #repeated = { cases: 0, unstable: 0 };
  #cases = 0;
  #unanswered = 0;
  #attempts = 0;
  #clusters = 0;
  #cluster: string | undefined;

  constructor(serious: Serious) {
    this.#serious = serious;
  }

  /** Takes one case; cases must come in sampling order, in which the cases of a cluster stand together. */
  add(one: ComparedCase): void {
    const vote = one.attempts[0];
    if (vote === undefined) throw new RangeError(`case ${one.id} has no attempt`);
    this.#cases++;
    if (one.cluster !== this.#cluster) this.#clusters++;
    this.#cluster = one.cluster;
    this.#attempts += one.attempts.length;
    this.#outcomes[worst(vote)]++;
    if (vote.every((cell) => cell.proposed === "failed")) this.#unanswered++;
    for (const cells of one.attempts) for (const cell of cells) this.#place(cell);
    this.#vote(vote);
    if (one.attempts.length > 1) {
      this.#repeated.cases++;
      if (attemptsDiffer(one.attempts)) this.#repeated.unstable++;
    }
  }

  #place(cell: Comparison): void {
    this.#cells.total++;
    if (cell.decidedAction !== undefined) this.#cells.decidedActions++;
    if (cell.proposedAction !== undefined) this.#cells.proposedActions++;
    // The length keeps hostile type names apart, whatever characters are in them.
    const key = `${cell.decided.length} ${cell.decided}${cell.proposed}`;
    let place = this.#matrix.get(key);
    if (place === undefined) {
      place = { decided: cell.decided, proposed: cell.proposed, outcomes: {} };
      this.#matrix.set(key, place);
    }
    place.outcomes[cell.outcome] = (place.outcomes[cell.outcome] ?? 0) + 1;
  }

  #vote(cells: readonly Comparison[]): void {
    const acted = (side: "proposed" | "decided") => cells.filter((cell) => cell[`${side}Action`] !== undefined);
    const column = Map.groupBy(acted("proposed"), (cell) => cell.proposed);
    const row = Map.groupBy(acted("decided"), (cell) => cell.decided);
    for (const type of new Set([...column.keys(), ...row.keys()])) {
      const count = this.#type(type);
      const proposed = column.get(type);
      const decided = row.get(type);
      if (proposed !== undefined) {
        add(count.proposed, worst(proposed));
        if (proposed.some((cell) => isSerious(cell, this.#serious))) count.serious++;
        this.#patterns(count, proposed);
      }
      if (decided !== undefined) add(count.decided, worst(decided));
      if (proposed?.some((cell) => cell.outcome === "failed") === true) count.unusable++;
    }
  }

  #patterns(count: TypeCount, cells: readonly Comparison[]): void {
    const kinds = new Map(cells.map((cell) => [`${cell.decided}\n${cell.outcome}`, cell]));
    for (const [key, { decided, proposed, outcome }] of kinds) {
      if (outcome === "match") continue;
      const pattern = count.patterns.get(key);
      if (pattern !== undefined) pattern.n++;
      else count.patterns.set(key, { decided, proposed, outcome, n: 1 });
    }
  }

  #type(type: string): TypeCount {
    let count = this.#types.get(type);
    if (count === undefined) {
      count = new TypeCount();
      this.#types.set(type, count);
    }
    return count;
  }

  /** What was counted so far. `declared` types are in it even when nothing was seen of them. */
  evidence(declared: readonly string[]): Evidence {
    for (const type of declared) this.#type(type);
    const types = [...this.#types].map(
      ([type, count]) =>
        [type, typeEvidence(type, count, { n: this.#cases, failed: this.#unanswered + count.unusable })] as const,
    );
    return {
      cases: this.#cases,
      clusters: this.#clusters,
      attempts: this.#attempts,
      outcomes: { ...this.#outcomes },
      types: new Map(types.filter(([type]) => !isReserved(type))),
      matrix: [...this.#matrix.values()].sort((a, b) => order(a.decided, b.decided) || order(a.proposed, b.proposed)),
      cells: { ...this.#cells },
      repeated: { ...this.#repeated },
    };
  }
}

function typeEvidence(type: string, count: TypeCount, failures: TypeEvidence["failures"]): TypeEvidence {
  return {
    type,
    proposed: { ...count.proposed, outcomes: { ...count.proposed.outcomes } },
    decided: { ...count.decided, outcomes: { ...count.decided.outcomes } },
    serious: count.serious,
    failures,
    patterns: [...count.patterns.values()].sort(
      (a, b) => b.n - a.n || order(a.decided, b.decided) || order(a.outcome, b.outcome),
    ),
  };
}

function emptyTally(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}

function emptySide() {
  return { n: 0, matches: 0, outcomes: emptyTally() };
}

function add(side: ReturnType<typeof emptySide>, outcome: Outcome): void {
  side.n++;
  side.outcomes[outcome]++;
  if (outcome === "match") side.matches++;
}

/** Two attempts are alike when they come to the same cells, in whatever order. */
export function attemptsDiffer(attempts: readonly (readonly Comparison[])[]): boolean {
  return attempts.length > 1 && new Set(attempts.map(fingerprint)).size > 1;
}

function fingerprint(cells: readonly Comparison[]): string {
  return JSON.stringify(cells.map((cell) => JSON.stringify([cell.decided, cell.proposed, cell.outcome])).sort());
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
