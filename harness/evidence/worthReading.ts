import type { Comparison, Outcome } from "../compare.ts";
import { isSerious, type Serious, worst } from "../evidence.ts";

/** How many cases, and the ids of the first of them, in sampling order. */
export interface CaseIds {
  readonly n: number;
  readonly ids: readonly string[];
}

/** Cases to read first, by id alone: what a summary may name where no text of a case belongs. */
export interface WorthReading {
  /** In which a cell is serious, over all runs. */
  readonly serious: CaseIds;
  /** In which the newest run differs from the person; without those in which the agent handed over or declined. */
  readonly newest: CaseIds;
}

/** Ids that are kept of each kind. */
const KEPT = 50;

/** What costs coverage is no disagreement. */
const APART: readonly Outcome[] = ["match", "escalated", "abstained"];

/** Collects ids while ledgers are read, run by run. */
export class WorthReadingCount {
  readonly #serious: Serious;
  readonly #all = new Ids();
  #newest = new Ids();

  constructor(serious: Serious) {
    this.#serious = serious;
  }

  /** A run begins, which is now the newest. */
  begin(): void {
    this.#newest = new Ids();
  }

  /** A case that counts, and the cells of its first attempt. */
  add(id: string, vote: readonly Comparison[]): void {
    if (vote.some((cell) => isSerious(cell, this.#serious))) this.#all.add(id);
    if (!APART.includes(worst(vote))) this.#newest.add(id);
  }

  seen(): WorthReading {
    return { serious: this.#all.seen(), newest: this.#newest.seen() };
  }
}

class Ids {
  #n = 0;
  readonly #ids: string[] = [];

  add(id: string): void {
    this.#n++;
    if (this.#ids.length < KEPT) this.#ids.push(id);
  }

  seen(): CaseIds {
    return { n: this.#n, ids: [...this.#ids] };
  }
}
