/** Chance that can be repeated: the same seed gives the same cases on every machine. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, but not, 1. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.unit() * (to - from + 1));
  }

  happens(share: number): boolean {
    return this.unit() < share;
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.unit() * list.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  }

  weighted<T extends { readonly share: number }>(list: readonly T[]): T {
    let left = this.unit() * list.reduce((sum, { share }) => sum + share, 0);
    for (const one of list) {
      left -= one.share;
      if (left < 0) return one;
    }
    return list.at(-1) as T;
  }
}
