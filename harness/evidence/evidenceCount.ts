import { isReserved } from "../action.ts";
import { type Comparison, OUTCOMES, type Outcome } from "../compare.ts";
import {
  attemptsDiffer,
  type ComparedCase,
  type Evidence,
  isSerious,
  type Serious,
  type TypeEvidence,
  worst,
} from "../evidence.ts";
import { ClusterShare } from "./clusterShare.ts";

class TypeCount {
  readonly proposed = emptySide();
  readonly decided = emptySide();
  serious = 0;
  unusable = 0;
  readonly shares = { agreement: new ClusterShare(), coverage: new ClusterShare(), serious: new ClusterShare() };

  close(): void {
    for (const share of Object.values(this.shares)) share.close();
  }
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
  readonly #answers = new ClusterShare();
  /** Types that the open cluster touches. */
  readonly #touched = new Set<TypeCount>();

  constructor(serious: Serious) {
    this.#serious = serious;
  }

  /** Takes one case; cases must come in sampling order, in which the cases of a cluster stand together. */
  add(one: ComparedCase): void {
    const vote = one.attempts[0];
    if (vote === undefined) throw new RangeError(`case ${one.id} has no attempt`);
    this.#cases++;
    if (one.cluster !== this.#cluster) {
      this.#close();
      this.#clusters++;
      this.#cluster = one.cluster;
    }
    this.#attempts += one.attempts.length;
    this.#outcomes[worst(vote)]++;
    const unanswered = vote.every((cell) => cell.proposed === "failed");
    if (unanswered) this.#unanswered++;
    this.#answers.add(!unanswered);
    for (const cells of one.attempts) for (const cell of cells) this.#place(cell);
    this.#vote(vote);
    if (one.attempts.length > 1) {
      this.#repeated.cases++;
      if (attemptsDiffer(one.attempts)) this.#repeated.unstable++;
    }
  }

  /** The cases of the last cluster are all there. */
  #close(): void {
    this.#answers.close();
    for (const count of this.#touched) count.close();
    this.#touched.clear();
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
        const serious = proposed.some((cell) => isSerious(cell, this.#serious));
        if (serious) count.serious++;
        count.shares.serious.add(serious);
        count.shares.agreement.add(worst(proposed) === "match");
        this.#patterns(count, proposed);
      }
      if (decided !== undefined) {
        add(count.decided, worst(decided));
        count.shares.coverage.add(worst(decided) === "match");
      }
      this.#touched.add(count);
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

  /** What was counted so far, the last cluster taken as complete. `declared` types are in it even when nothing was seen of them. */
  evidence(declared: readonly string[]): Evidence {
    this.#close();
    for (const type of declared) this.#type(type);
    const answered = this.#answers.worth();
    const types = [...this.#types].map(
      ([type, count]) =>
        [type, typeEvidence(type, count, { n: this.#cases, failed: this.#unanswered + count.unusable }, answered)] as const,
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

function typeEvidence(type: string, count: TypeCount, failures: TypeEvidence["failures"], answered: number): TypeEvidence {
  return {
    type,
    proposed: { ...count.proposed, outcomes: { ...count.proposed.outcomes } },
    decided: { ...count.decided, outcomes: { ...count.decided.outcomes } },
    serious: count.serious,
    failures,
    worth: {
      agreement: count.shares.agreement.worth(),
      coverage: count.shares.coverage.worth(),
      serious: count.shares.serious.worth(),
      failures: answered,
    },
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

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
