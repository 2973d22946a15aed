import { isReserved } from "../action.ts";
import type { Comparison, Outcome } from "../compare.ts";
import {
  ASKED_ONLY,
  attemptsDiffer,
  type ComparedCase,
  type CountedType,
  type Evidence,
  isSerious,
  type Serious,
  type ShareName,
  worst,
  wouldAct,
} from "../evidence.ts";
import { isUnusable } from "./askedShares.ts";
import { type AskedLine, ShareCount } from "./shareCount.ts";
import { add, emptyTally, TypeCount } from "./typeCount.ts";

/** What has to be known before the first case is counted. */
export interface CountOptions {
  /** The rates a gate of this type asks about, share by share. */
  readonly lines: (type: string, share: ShareName) => readonly AskedLine[];
  /** The most that any cluster can weigh, fixed before the first answer; `expect` says so later. Default 1. */
  readonly most?: number | undefined;
  /** Do cases weigh differently? */
  readonly weighted?: boolean | undefined;
  /** The most decisions, by weight, that one cluster may count for. Default: any number. */
  readonly cap?: number | undefined;
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
  #most: number;
  #aside = false;
  readonly #options: CountOptions;
  readonly #answers: ShareCount;
  /** Types whose answers are not those of the whole run. */
  readonly #apart: TypeCount[] = [];
  /** Types with a criterion that asks about more than the usual shares. */
  readonly #asking = new Map<string, TypeCount>();
  /** Types that the open cluster touches. */
  readonly #touched = new Set<TypeCount>();

  constructor(serious: Serious, declared: readonly string[] = [], options: CountOptions = { lines: () => [] }) {
    this.#serious = serious;
    this.#options = options;
    this.#most = options.most ?? 1;
    // The answers of the whole run stand for every type's, so they are followed at the lines of all of them.
    const lines = new Map(declared.flatMap((type) => options.lines(type, "answered").map((asked) => [keyOf(asked), asked])));
    this.#answers = new ShareCount({ ...options, lines: [...lines.values()] });
    for (const type of declared) this.#type(type);
  }

  /** Takes one case; cases must come in sampling order, in which the cases of a cluster stand together. */
  add(one: ComparedCase): void {
    const vote = one.attempts[0];
    if (vote === undefined) throw new RangeError(`case ${one.id} has no attempt`);
    this.#cases++;
    if (one.cluster !== this.#cluster) {
      this.#close();
      if (!this.#aside) this.#clusters++;
      this.#cluster = one.cluster;
    }
    this.#attempts += one.attempts.length;
    this.#outcomes[worst(vote)]++;
    for (const cells of one.attempts) for (const cell of cells) this.#place(cell);
    this.#answer(vote, one.weight);
    this.#vote(vote, one);
    if (one.attempts.length > 1) {
      this.#repeated.cases++;
      if (attemptsDiffer(one.attempts)) this.#repeated.unstable++;
    }
  }

  #answer(vote: readonly Comparison[], weight: number | undefined): void {
    const unanswered = vote.every((cell) => cell.proposed === "failed");
    if (unanswered) this.#unanswered++;
    const unusable = new Set(vote.filter(isUnusable).map((cell) => this.#type(cell.proposed)));
    for (const count of unusable) {
      count.unusable++;
      if (count.answered !== undefined) continue;
      count.answered = this.#answers.clone();
      this.#apart.push(count);
    }
    this.#count(this.#answers, !unanswered, weight);
    for (const count of this.#apart) this.#count(count.answered as ShareCount, !unanswered && !unusable.has(count), weight);
  }

  #count(share: ShareCount, hit: boolean, weight: number | undefined): void {
    if (this.#aside) share.aside(hit, weight);
    else share.add(hit, weight);
  }

  /** The cases of the last cluster are all there. */
  #close(): void {
    this.#answers.close(this.#most);
    for (const count of this.#apart) count.answered?.close(this.#most);
    for (const count of this.#touched) count.close(this.#most);
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

  #vote(cells: readonly Comparison[], { weight, outcomeGood }: ComparedCase): void {
    // What the envelope does not let through would not have been carried out: it is no part of the column.
    const column = Map.groupBy(cells.filter(wouldAct), (cell) => cell.proposed);
    const acted = cells.filter(({ decidedAction }) => decidedAction !== undefined);
    const row = Map.groupBy(acted, (cell) => cell.decided);
    for (const type of new Set([...column.keys(), ...row.keys()])) {
      const count = this.#type(type);
      const proposed = column.get(type);
      const decided = row.get(type);
      if (proposed !== undefined) {
        add(count.proposed, worst(proposed));
        const serious = proposed.some((cell) => isSerious(cell, this.#serious));
        if (serious) count.serious++;
        this.#count(count.shares.harmless, !serious, weight);
        this.#count(count.shares.agreement, worst(proposed) === "match", weight);
        count.differ(proposed);
      }
      if (decided !== undefined) {
        add(count.decided, worst(decided));
        this.#count(count.shares.coverage, worst(decided) === "match", weight);
      }
      this.#touched.add(count);
    }
    for (const [type, count] of this.#asking) {
      const [proposed = [], decided = []] = [column.get(type), row.get(type)];
      const hits = count.hits({ type, vote: cells, proposed, decided, good: outcomeGood?.get(type) });
      for (const [share, hit] of hits) this.#count(share, hit, weight);
      this.#touched.add(count);
    }
  }

  #type(type: string): TypeCount {
    let count = this.#types.get(type);
    if (count === undefined) {
      const options = this.#options;
      const asked = ASKED_ONLY.filter((share) => options.lines(type, share).length > 0);
      const counting = (share: ShareName) => ({ ...options, lines: options.lines(type, share), followed: share === "agreement" });
      count = new TypeCount((share) => new ShareCount(counting(share)), asked);
      this.#types.set(type, count);
      if (asked.length > 0) this.#asking.set(type, count);
    }
    return count;
  }

  /** The action types that are declared or were seen. */
  typesSeen(): string[] {
    return [...this.#types.keys()].filter((type) => !isReserved(type));
  }

  /** The shares of a type, as counted so far; undefined for a type that is neither declared nor seen. */
  share(type: string, name: ShareName): ShareCount | undefined {
    const count = this.#types.get(type);
    if (name === "answered") return count?.answered ?? this.#answers;
    return count?.more.get(name) ?? count?.shares[name as keyof TypeCount["shares"]];
  }

  /** Takes a case of a cluster that has had its vote in an earlier run: it is counted, and gives no evidence. */
  aside(one: ComparedCase): void {
    this.#aside = true;
    this.add(one);
    this.#aside = false;
  }

  /** Says that the open cluster is whole, before the next one comes. */
  closeCluster(): void {
    this.#close();
    this.#cluster = undefined;
  }

  /** From here on no cluster weighs more than this; what was counted before stands. The open cluster is complete. */
  expect(most: number): void {
    this.#close();
    this.#most = most;
  }

  /** What was counted so far, the last cluster taken as complete. Declared types are in it even when nothing was seen of them. */
  evidence(): Evidence {
    this.#close();
    const types = [...this.#types].map(([type, count]) => [type, this.#typeEvidence(type, count)] as const);
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

  /** The shares of a type, with the outlook of an answer that may err with the chance `level` at most. */
  sharesAt(type: string, level?: number): CountedType["shares"] {
    const count = this.#type(type);
    const [answered, shown] = [(count.answered ?? this.#answers).evidence(level), count.shown(level)];
    const asked = this.#options.lines(type, "answered").map(keyOf);
    const lines = answered.lines.filter((line) => asked.includes(keyOf(line)));
    return { ...shown, answered: { ...answered, lines } };
  }

  #typeEvidence(type: string, count: TypeCount): CountedType {
    return {
      type,
      proposed: { ...count.proposed, outcomes: { ...count.proposed.outcomes } },
      decided: { ...count.decided, outcomes: { ...count.decided.outcomes } },
      serious: count.serious,
      failures: { n: this.#cases, failed: this.#unanswered + count.unusable },
      shares: this.sharesAt(type),
      patterns: [...count.patterns.values()].sort(
        (a, b) => b.n - a.n || order(a.decided, b.decided) || order(a.outcome, b.outcome),
      ),
    };
  }
}

function keyOf({ line, alpha }: AskedLine): string {
  return `${line} at ${alpha}`;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
