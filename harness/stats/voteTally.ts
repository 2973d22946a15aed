import type { Vote } from "./lowerBound.ts";

/** How often each vote was cast: one count per distinct pair of hits and size. */
export class VoteTally {
  readonly #bySize = new Map<number, Map<number, { hits: number; size: number; times: number }>>();

  add(hits: number, size: number): void {
    let byHits = this.#bySize.get(size);
    if (byHits === undefined) {
      byHits = new Map();
      this.#bySize.set(size, byHits);
    }
    const vote = byHits.get(hits);
    if (vote === undefined) byHits.set(hits, { hits, size, times: 1 });
    else vote.times += 1;
  }

  /** As hits of size, or as misses of size. */
  list(misses: boolean): Vote[] {
    return [...this.#bySize.values()].flatMap((byHits) =>
      [...byHits.values()].map(({ hits, size, times }) => [misses ? size - hits : hits, size, times] as const),
    );
  }

  /** Takes over what another holds. */
  take(other: VoteTally): void {
    for (const [size, byHits] of other.#bySize) {
      this.#bySize.set(size, new Map([...byHits].map(([hits, vote]) => [hits, { ...vote }])));
    }
  }
}
