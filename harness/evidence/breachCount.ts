import type { Breach } from "../agent.ts";
import type { Observation } from "../replay.ts";
import { count, many, shorten } from "../words.ts";
import type { WallSeen } from "./wallCount.ts";

/** One thing that was tried outside the toolbox: how often, in how many cases, and the first of them in the order of the run. */
export interface BreachSeen extends Breach {
  readonly cases: number;
  readonly first: readonly string[];
}

/** Everything that was tried outside the toolbox. */
export interface BreachesSeen {
  /** Does a wall like this notice what is tried (I2, I3)? Where it does not, none on record says nothing. */
  readonly watched: boolean;
  readonly times: number;
  /** Cases with at least one attempt out. */
  readonly cases: number;
  /** Of the times, those that belong to no case. */
  readonly apart: number;
  /** Most frequent first. */
  readonly listed: readonly BreachSeen[];
  /** What the list leaves out, for size. */
  readonly unlisted: { readonly kinds: number; readonly times: number };
  /** In a sentence, and what came of it as far as this wall can tell; null where a wall that watched saw nothing tried. */
  readonly says: string | null;
}

/** A case that is on record, and its place among all that were read. */
export interface PlacedCase {
  readonly night: number;
  readonly seq: number;
  readonly id: string;
}

/** Different things that are told apart; a flood of others is counted by its kind. */
const MOST = 2_000;
const LISTED = 100;
const FIRST = 3;
const KIND = 60;
const KINDS = 50;
const OTHER = "other";
const MORE = "others, not told apart for their number";

interface Row {
  readonly kind: string;
  readonly target: string;
  times: number;
  cases: number;
  first: readonly PlacedCase[];
}

/** Counts attempts out; in whatever order they come, it comes to the same. */
export class BreachCount {
  readonly #rows = new Map<string, Row>();
  readonly #kinds = new Set<string>();
  #times = 0;
  #cases = 0;
  #apart = 0;

  /** All attempts at one case. */
  add(one: PlacedCase, observations: readonly Observation[]): void {
    const here = new Set<Row>();
    for (const { breaches } of observations) for (const breach of breaches) here.add(this.#count(breach));
    if (here.size === 0) return;
    this.#cases++;
    for (const row of here) {
      row.cases++;
      row.first = [...row.first, one].sort((a, b) => a.night - b.night || a.seq - b.seq).slice(0, FIRST);
    }
  }

  /** What belongs to no case. */
  apart(breaches: readonly Breach[]): void {
    for (const breach of breaches) {
      this.#count(breach);
      this.#apart += breach.times;
    }
  }

  seen(wall: WallSeen): BreachesSeen {
    const rows = [...this.#rows.values()].sort((a, b) => b.times - a.times || order(a.kind, b.kind) || order(a.target, b.target));
    const rest = rows.slice(LISTED);
    return {
      watched: watches(wall),
      times: this.#times,
      cases: this.#cases,
      apart: this.#apart,
      listed: rows.slice(0, LISTED).map(({ first, ...row }) => ({ ...row, first: first.map(({ id }) => id) })),
      unlisted: { kinds: rest.length, times: rest.reduce((sum, { times }) => sum + times, 0) },
      says: this.#says(wall),
    };
  }

  #count({ kind, target, times }: Breach): Row {
    this.#times += times;
    const row = this.#row(this.#kindOf(shorten(kind, KIND)), target);
    row.times += times;
    return row;
  }

  #kindOf(kind: string): string {
    if (this.#kinds.size >= KINDS && !this.#kinds.has(kind)) return OTHER;
    this.#kinds.add(kind);
    return kind;
  }

  #row(kind: string, target: string): Row {
    const key = JSON.stringify([kind, target]);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    if (this.#rows.size >= MOST && target !== MORE) return this.#row(kind, MORE);
    const row: Row = { kind, target, times: 0, cases: 0, first: [] };
    this.#rows.set(key, row);
    return row;
  }

  #says(wall: WallSeen): string | null {
    if (this.#times === 0) return watches(wall) ? null : UNWATCHED;
    const [inside, times] = [this.#times - this.#apart, many(this.#times, "time")];
    const cases = many(this.#cases, "case");
    const where =
      inside === 0
        ? ", outside of every case"
        : this.#apart === 0
          ? `, in ${cases}`
          : `: ${count(inside)} in ${cases}, ${count(this.#apart)} outside of every case`;
    const known = wall.sealed ? "none had an effect" : watches(wall) ? GUARDED : UNKNOWN;
    return `The agent tried to reach outside its tools ${times}${where}; ${known}.`;
  }
}

const UNWATCHED = "What the agent tried outside its tools was not watched, so that none is on record says nothing.";
const GUARDED = "none of these had an effect, and what this wall does not notice is not among them";
const UNKNOWN = "earnest carried none of these out, and what it does not see is not among them";

function watches({ isolation }: WallSeen): boolean {
  return isolation === "I2" || isolation === "I3";
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
