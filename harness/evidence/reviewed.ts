import { clopperPearson } from "../stats/clopperPearson.ts";
import { cohenKappa } from "../stats/cohenKappa.ts";
import { plannedTotals } from "./plannedTotals.ts";
import type { PlannedReview, ReviewsRead } from "./reviewLog.ts";
import { agentIsLeft, ReviewState, type Ruling, ruledTogether, rulingOf } from "./reviewState.ts";

/** A share with its 95% range for a number fixed beforehand; from 0 to 1 where n is 0. */
export interface ReviewShare {
  readonly k: number;
  readonly n: number;
  readonly low: number;
  readonly high: number;
}

/** Who was right, in disagreements that are in the plan; all of these add up to `n`. */
export interface WhoWasRight {
  readonly agent: number;
  readonly both: number;
  readonly person: number;
  readonly neither: number;
  /** One stands behind the agent, one does not, and no third has decided: counted against the agent. */
  readonly conflict: number;
  /** Too few of those who were asked could tell. */
  readonly unclear: number;
  readonly waiting: number;
  readonly n: number;
}

/** What people said of pairs of decisions without being told which was the agent's. It explains, and raises no rate. */
export interface Reviewed {
  /** The logs it was read from, with the hash of the last record of each. */
  readonly logs: readonly { readonly run: string; readonly head: string; readonly entries: number }[];
  readonly reviewers: number;
  readonly overall: WhoWasRight;
  /** By action type, the agent's where it proposed one; a case with several counts for each. */
  readonly types: readonly (WhoWasRight & { readonly type: string })[];
  /** Disagreements that were not drawn, that differ only in how something is written, and without a proposal to compare. */
  readonly beyond: number;
  readonly textOnly: number;
  readonly noProposal: number;
  /** Do plans of several runs share cases? Then these three, and the agreements drawn from, are the least they can be. */
  readonly atLeast: boolean;
  /** Agreements drawn to be looked at, and of those answered, how many a reviewer would stand behind. */
  readonly audit: ReviewShare & { readonly waiting: number; readonly unclear: number; readonly of: number };
  /** Items with two answers, and how many of them came out alike; kappa is null where nothing can be said. */
  readonly doubles: ReviewShare & { readonly asked: number; readonly kappa: number | null };
  readonly conflicts: { readonly settled: number; readonly open: number };
  /** How often the left side was chosen, of left or right. */
  readonly left: ReviewShare;
  /** How often the agent was told apart when reviewers were asked to guess. */
  readonly guessed: ReviewShare & { readonly unsure: number };
  /** Answers whose reviewer said to know which side was the agent's. */
  readonly told: number;
  /** Disagreements judged without those answers, and in how many of them reviewers stand behind the agent. */
  readonly untold: { readonly behind: number; readonly judged: number };
}

const RULINGS: readonly Ruling[] = ["agent", "both", "person", "neither", "unclear"];
type Counts = { -readonly [K in keyof WhoWasRight]: number };

/**
 * Counts the reviews of runs, in order of time: a case that several plans hold counts once, as the first who judged it have answered.
 * Null where there is no log.
 */
export function reviewed(logs: readonly ReviewsRead[]): Reviewed | null {
  if (logs.length === 0) return null;
  const { agreements, ...left } = plannedTotals(logs.map(({ plan }) => plan));
  const count = new Count();
  // What waits in one log may be answered in another.
  for (const log of logs) count.answered(log);
  for (const log of logs) count.waiting(log);
  return {
    logs: logs.map(({ plan, head, entries }) => ({ run: plan.run, head, entries: entries.length })),
    ...left,
    ...count.result(agreements),
  };
}

class Count {
  readonly #seen = new Set<string>();
  readonly #reviewers = new Set<string>();
  readonly #overall = nothing();
  readonly #types = new Map<string, Counts>();
  readonly #audit = { k: 0, n: 0, waiting: 0, unclear: 0 };
  readonly #pairs = RULINGS.map(() => RULINGS.map(() => 0));
  readonly #tally = { asked: 0, settled: 0, open: 0, left: 0, sided: 0, right: 0, guesses: 0, unsure: 0, told: 0 };
  readonly #untold = { behind: 0, judged: 0 };

  answered({ plan, secret, entries }: ReviewsRead): void {
    const state = new ReviewState(entries);
    for (const [item, planned] of plan.items.entries()) {
      const answers = state.of(item);
      if (answers.length === 0 || this.#seen.has(planned.case)) continue;
      for (const { choice, told, by } of answers) {
        this.#reviewers.add(by);
        if (choice === "left" || choice === "right") this.#tally.sided++;
        if (choice === "left") this.#tally.left++;
        if (told) this.#tally.told++;
      }
      this.#guesses(state, item, secret);
      const rulings = answers.map((answer) => rulingOf(answer, secret));
      this.#doubled(rulings);
      if (planned.why !== "agrees") this.#withoutTold(rulings.filter((_, i) => answers[i]?.told === false));
      this.#take(planned, ruledTogether(rulings));
    }
  }

  waiting({ plan }: ReviewsRead): void {
    for (const planned of plan.items) if (!this.#seen.has(planned.case)) this.#take(planned, undefined);
  }

  #take({ case: id, why, types, double }: PlannedReview["items"][number], together: Ruling | "conflict" | undefined): void {
    this.#seen.add(id);
    if (double) this.#tally.asked++;
    if (why === "agrees") this.#audited(together);
    else for (const counts of [this.#overall, ...types.map((type) => this.#of(type))]) into(counts, together);
  }

  #guesses(state: ReviewState, item: number, secret: string): void {
    for (const [by, guess] of state.guesses.get(item) ?? []) {
      if (guess === "unsure") this.#tally.unsure++;
      else this.#tally.guesses++;
      if (guess !== "unsure" && (guess === "left") === agentIsLeft(secret, item, by)) this.#tally.right++;
    }
  }

  #withoutTold(rulings: readonly Ruling[]): void {
    const together = ruledTogether(rulings);
    if (together === undefined) return;
    this.#untold.judged++;
    if (together === "agent" || together === "both") this.#untold.behind++;
  }

  #doubled(rulings: readonly Ruling[]): void {
    const [first, second] = rulings;
    if (first === undefined || second === undefined) return;
    const row = this.#pairs[RULINGS.indexOf(first)] as number[];
    row[RULINGS.indexOf(second)] = (row[RULINGS.indexOf(second)] ?? 0) + 1;
    if (ruledTogether([first, second]) !== "conflict") return;
    if (ruledTogether(rulings) === "conflict") this.#tally.open++;
    else this.#tally.settled++;
  }

  /** The agent did what the person did: who stands behind both stands behind it. */
  #audited(together: Ruling | "conflict" | undefined): void {
    if (together === undefined) this.#audit.waiting++;
    else if (together === "unclear") this.#audit.unclear++;
    else {
      this.#audit.n++;
      if (together === "both" || together === "agent") this.#audit.k++;
    }
  }

  #of(type: string): Counts {
    const found = this.#types.get(type) ?? nothing();
    this.#types.set(type, found);
    return found;
  }

  result(agreements: number): Omit<Reviewed, "logs" | "beyond" | "textOnly" | "noProposal" | "atLeast"> {
    const { asked, settled, open, left, sided, right, guesses, unsure, told } = this.#tally;
    const pairs = this.#pairs.flat().reduce((sum, n) => sum + n, 0);
    const alike = this.#pairs.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
    const { k, n, waiting, unclear } = this.#audit;
    return {
      reviewers: this.#reviewers.size,
      overall: this.#overall,
      types: [...this.#types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, counts]) => ({ type, ...counts })),
      audit: { ...share(k, n), waiting, unclear, of: agreements },
      doubles: { ...share(alike, pairs), asked, kappa: cohenKappa(this.#pairs).kappa },
      conflicts: { settled, open },
      left: share(left, sided),
      guessed: { ...share(right, guesses), unsure },
      told,
      untold: this.#untold,
    };
  }
}

function nothing(): Counts {
  return { agent: 0, both: 0, person: 0, neither: 0, conflict: 0, unclear: 0, waiting: 0, n: 0 };
}

function into(counts: Counts, together: Ruling | "conflict" | undefined): void {
  counts[together ?? "waiting"]++;
  counts.n++;
}

function share(k: number, n: number): ReviewShare {
  return { k, n, ...clopperPearson(k, n) };
}
