import type { Compared } from "./compareObservation.ts";
import type { ExchangeFault, KeptExchanges } from "./keptExchanges.ts";

/** Why an attempt was not played: it ended by time or for want of the model, its exchanges are not all kept as they were, or it ran elsewhere. */
export type Unplayed = "timed-out" | "model-error" | "incomplete" | "elsewhere";

/** An attempt at a case, by its place in the sampling order. */
interface Placed {
  /** From 0. */
  readonly seq: number;
  readonly case: string;
  readonly attempt: number;
}

/** An attempt that came out differently: the first differing step (from 1; null: only the answer differs), then and now, bounded. */
export interface Divergence extends Placed {
  readonly step: number | null;
  readonly recorded: string;
  readonly now: string;
}

/** An exchange that the cassette does not hold, or holds with another answer; `step` counts from 1. */
export interface Unkept extends Placed, ExchangeFault {}

/** What became of playing a run again: every attempt is reproduced, diverged or not played. */
export interface Coverage {
  readonly cases: number;
  readonly attempts: number;
  /** Attempts all of whose exchanges are in the cassette, with the digest on record. */
  readonly complete: number;
  readonly reproduced: number;
  /** Of those reproduced: answers of calls made at once arrived in another order. */
  readonly reordered: number;
  /** Of those reproduced: the answer holds what an earlier try at the attempt had asked for, before it crashed or failed. */
  readonly earlier: number;
  readonly diverged: number;
  readonly unplayed: Readonly<Record<Unplayed, number>>;
  /** The first in the sampling order, at most 20. */
  readonly divergences: readonly Divergence[];
  readonly exchanges: { readonly n: number; readonly missing: number; readonly changed: number };
  /** The first in the sampling order, at most 20; changed ones before missing ones. */
  readonly unkept: readonly Unkept[];
}

const LISTED = 20;

/** Counts what became of each attempt, in whatever order they come. */
export class CoverageCount {
  readonly #unplayed: Record<Unplayed, number> = { "timed-out": 0, "model-error": 0, incomplete: 0, elsewhere: 0 };
  readonly #divergences = new First<Divergence>(byPlace);
  readonly #unkept = new First<Unkept>((a, b) => rank(a) - rank(b) || byPlace(a, b) || a.step - b.step);
  readonly #exchanges = { n: 0, missing: 0, changed: 0 };
  #cases = 0;
  #attempts = 0;
  #complete = 0;
  #reproduced = 0;
  #reordered = 0;
  #earlier = 0;
  #diverged = 0;

  case(): void {
    this.#cases++;
  }

  attempt(at: Placed, { exchanges, faults }: KeptExchanges): void {
    this.#attempts++;
    this.#exchanges.n += exchanges;
    if (faults.length === 0) this.#complete++;
    for (const { step, fault } of faults) {
      this.#exchanges[fault]++;
      this.#unkept.add({ ...at, step: step + 1, fault });
    }
  }

  unplayed(why: Unplayed): void {
    this.#unplayed[why]++;
  }

  played(at: Placed, came: Compared): void {
    if (came.same) {
      this.#reproduced++;
      if (came.reordered) this.#reordered++;
      if (came.earlier) this.#earlier++;
      return;
    }
    this.#diverged++;
    const { step, recorded, now } = came;
    this.#divergences.add({ ...at, step: step === null ? null : step + 1, recorded, now });
  }

  coverage(): Coverage {
    return {
      cases: this.#cases,
      attempts: this.#attempts,
      complete: this.#complete,
      reproduced: this.#reproduced,
      reordered: this.#reordered,
      earlier: this.#earlier,
      diverged: this.#diverged,
      unplayed: this.#unplayed,
      divergences: this.#divergences.list,
      exchanges: this.#exchanges,
      unkept: this.#unkept.list,
    };
  }
}

/** The first few by an order, whatever order they come in. */
class First<T> {
  readonly list: T[] = [];
  readonly #order: (a: T, b: T) => number;

  constructor(order: (a: T, b: T) => number) {
    this.#order = order;
  }

  add(one: T): void {
    const last = this.list.at(-1);
    if (this.list.length >= LISTED && last !== undefined && this.#order(one, last) >= 0) return;
    this.list.push(one);
    this.list.sort(this.#order);
    this.list.length = Math.min(this.list.length, LISTED);
  }
}

function byPlace(a: Placed, b: Placed): number {
  return a.seq - b.seq || a.attempt - b.attempt;
}

function rank({ fault }: Unkept): number {
  return fault === "changed" ? 0 : 1;
}
