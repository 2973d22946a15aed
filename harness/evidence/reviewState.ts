import { hash } from "node:crypto";
import type { ReviewAnswer, ReviewEntry, ReviewsRead } from "./reviewLog.ts";

/** What an answer means once it is known which side was whose. */
export type Ruling = "agent" | "both" | "person" | "neither" | "unclear";

/** What reviewers have answered that still stands: an undone answer does not. */
export class ReviewState {
  /** Of each item, by reviewer, in the order they answered. */
  readonly answers = new Map<number, Map<string, ReviewAnswer>>();
  /** Of each item, by reviewer; an undone answer takes its guess with it. */
  readonly guesses = new Map<number, Map<string, "left" | "right" | "unsure">>();
  readonly #recused = new Map<number, Set<string>>();

  constructor(entries: readonly ReviewEntry[] = []) {
    for (const entry of entries) this.take(entry);
  }

  take(entry: ReviewEntry): void {
    const { item, by } = entry;
    if (entry.kind === "answer") this.#of(this.answers, item).set(by, entry);
    else if (entry.kind === "guess") this.#of(this.guesses, item).set(by, entry.guess);
    else if (entry.kind === "recused") this.#recused.set(item, (this.#recused.get(item) ?? new Set()).add(by));
    else {
      this.answers.get(item)?.delete(by);
      this.guesses.get(item)?.delete(by);
      this.#recused.get(item)?.delete(by);
    }
  }

  isRecused(item: number, by: string): boolean {
    return this.#recused.get(item)?.has(by) === true;
  }

  of(item: number): readonly ReviewAnswer[] {
    return [...(this.answers.get(item)?.values() ?? [])];
  }

  #of<V>(map: Map<number, Map<string, V>>, item: number): Map<string, V> {
    const found = map.get(item) ?? new Map<string, V>();
    map.set(item, found);
    return found;
  }
}

/** Whose decision stands on the left: drawn for each item and reviewer by a secret that no reviewer sees. */
export function agentIsLeft(secret: string, item: number, by: string): boolean {
  return Number.parseInt(hash("sha256", `${secret} side ${item} ${by}`, "hex").slice(0, 2), 16) % 2 === 0;
}

/** What one answer rules. */
export function rulingOf({ choice, item, by }: ReviewAnswer, secret: string): Ruling {
  if (choice !== "left" && choice !== "right") return choice;
  return (choice === "left") === agentIsLeft(secret, item, by) ? "agent" : "person";
}

/**
 * What the reviewers of one item rule together, settled first by whether they stand behind the agent's decision: the only ruling, or that of
 * two who do or two who do not; of those that differ in the rest, the one that speaks more for the person. A conflict where one does and
 * one does not, unclear where too few could tell. Undefined where nobody has answered.
 */
export function ruledTogether(rulings: readonly Ruling[]): Ruling | "conflict" | undefined {
  const [first] = rulings;
  if (first === undefined || rulings.length === 1) return first;
  const behind = rulings.filter((one) => one === "agent" || one === "both");
  const against = rulings.filter((one) => one === "person" || one === "neither");
  if (behind.length > against.length && behind.length > 1) return behind.includes("both") ? "both" : "agent";
  if (against.length > behind.length && against.length > 1) return against.includes("person") ? "person" : "neither";
  return behind.length > 0 && against.length > 0 ? "conflict" : "unclear";
}

/** Does it take a further reviewer to rule on an item? Two are asked of a `double` one, and a third wherever they leave it open. */
export function asksAnother(rulings: readonly Ruling[], double: boolean): boolean {
  if (rulings.length === 0) return true;
  if (rulings.length === 1) return double || rulings[0] === "unclear";
  const together = ruledTogether(rulings);
  return (
    rulings.length === 2 && (together === "conflict" || (together === "unclear" && rulings.some((one) => one !== "unclear")))
  );
}

/** How many items of a plan still ask for a reviewer. */
export function itemsWaiting({ plan, secret, entries }: Pick<ReviewsRead, "plan" | "secret" | "entries">): number {
  const state = new ReviewState(entries);
  return plan.items.filter(({ double }, item) => {
    const rulings = state.of(item).map((answer) => rulingOf(answer, secret));
    return asksAnother(rulings, double);
  }).length;
}
