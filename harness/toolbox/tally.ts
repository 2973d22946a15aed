import type { Breach } from "../agent.ts";
import { shorten } from "../words.ts";

/** Calls and their tokens. */
export interface Took {
  readonly calls: number;
  readonly input: number;
  /** Of the input, what the provider read from its own cache. */
  readonly cached: number;
  readonly output: number;
}

/** What one model took. */
export interface ModelUsage extends Took {
  readonly model: string;
  /** Of it, what a cassette answered, which cost nothing; absent where none did. */
  readonly played?: Took | undefined;
}

const MOST_BREACHES = 1_000;
const MOST_KINDS = 50;
const LONGEST_KIND = 40;
const OTHER = "other";
const LONGEST_TARGET = 300;
const MORE = "and more, not listed one by one";

/** Attempted side effects, each kind and target once with how often; bounded, whatever an agent tries. */
export class BreachTally {
  readonly #found = new Map<string, Breach>();
  readonly #kinds = new Set<string>();

  add(given: string, target: string, times = 1): void {
    const kind = this.#kindOf(shorten(given, LONGEST_KIND));
    const short = shorten(target, LONGEST_TARGET);
    const key = `${kind} ${short}`;
    const before = this.#found.get(key);
    // A flood of different targets must not fill the record; the kinds stay counted.
    if (before === undefined && this.#found.size >= MOST_BREACHES && short !== MORE) return this.add(given, MORE, times);
    this.#found.set(key, { kind, target: short, times: (before?.times ?? 0) + times });
  }

  list(): readonly Breach[] {
    return [...this.#found.values()];
  }

  /** A kind is what the agent's side calls it; only so many names are told apart. */
  #kindOf(kind: string): string {
    if (this.#kinds.size >= MOST_KINDS && !this.#kinds.has(kind)) return OTHER;
    this.#kinds.add(kind);
    return kind;
  }
}

/** Tokens by model. */
export class UsageTally {
  readonly #models = new Map<string, ModelUsage>();

  add(more: ModelUsage): void {
    const { model } = more;
    const before = this.#models.get(model);
    const played = sum(before?.played, more.played);
    this.#models.set(model, { model, ...(sum(before, more) as Took), ...(played === undefined ? {} : { played }) });
  }

  list(): readonly ModelUsage[] {
    return [...this.#models.values()];
  }
}

function sum(a: Took | undefined, b: Took | undefined): Took | undefined {
  if (a === undefined || b === undefined) {
    const one = a ?? b;
    return one && { calls: one.calls, input: one.input, cached: one.cached, output: one.output };
  }
  return { calls: a.calls + b.calls, input: a.input + b.input, cached: a.cached + b.cached, output: a.output + b.output };
}
