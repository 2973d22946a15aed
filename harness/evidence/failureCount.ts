import type { FailureCode } from "../agent.ts";
import type { Observation } from "../replay.ts";
import { shorten } from "../words.ts";

/** One kind of failure: how many attempts ended so, in how many cases it was the vote, and the first of them. */
export interface FailureSeen {
  readonly code: FailureCode;
  readonly attempts: number;
  readonly votes: number;
  readonly example: { readonly id: string; readonly because: string };
}

const BECAUSE = 300;

/** Counts why there was no usable proposal, in sampling order. */
export class FailureCount {
  readonly #codes = new Map<FailureCode, { attempts: number; votes: number; example: FailureSeen["example"] }>();

  add(id: string, observations: readonly Observation[]): void {
    for (const [i, observation] of observations.entries()) {
      if (observation.kind !== "failed") continue;
      const { code, because } = observation;
      const seen = this.#codes.get(code) ?? { attempts: 0, votes: 0, example: { id, because: shorten(because, BECAUSE) } };
      seen.attempts++;
      if (i === 0) seen.votes++;
      this.#codes.set(code, seen);
    }
  }

  /** Most frequent first. */
  seen(): FailureSeen[] {
    const all = [...this.#codes].map(([code, seen]) => ({ code, ...seen }));
    return all.sort((a, b) => b.attempts - a.attempts || (a.code < b.code ? -1 : 1));
  }
}
