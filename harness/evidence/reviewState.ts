import { hash } from "node:crypto";
import type { ReviewAnswer, ReviewEntry } from "./reviewLog.ts";

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
 * What the reviewers of one item rule together: the only ruling, the one that two agree on, or a conflict where none does.
 * Undefined where nobody has answered.
 */
export function ruledTogether(rulings: readonly Ruling[]): Ruling | "conflict" | undefined {
  const [first, second, third] = rulings;
  if (first === undefined || second === undefined || first === second) return first;
  return third === first || third === second ? third : "conflict";
}
