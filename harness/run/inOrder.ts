/** Rows of one cluster that wait until the cluster is whole; a larger cluster passes through as it comes. */
const MOST = 1_000;

/** A case with its place in the sampling order, from 0. */
export interface Placed {
  readonly seq: number;
  readonly cluster: string;
}

/**
 * Lets cases through in sampling order and in whole clusters, however they arrive: what is slow to answer does not come late into the
 * evidence, and a run may be cut off anywhere. What is let through at any moment is the longest complete prefix of the order.
 */
export class InOrder<T extends Placed> {
  readonly #release: (one: T) => void;
  /** On record before one that precedes them in the sampling order. */
  readonly #early = new Map<number, T>();
  #open: T[] = [];
  #cluster: string | undefined;
  #next = 0;
  #released = 0;

  constructor(release: (one: T) => void) {
    this.#release = release;
  }

  take(one: T): void {
    this.#early.set(one.seq, one);
    for (let ready = this.#early.get(this.#next); ready !== undefined; ready = this.#early.get(this.#next)) {
      this.#early.delete(this.#next++);
      this.#hold(ready);
    }
  }

  /** How many cases were let through. */
  get released(): number {
    return this.#released;
  }

  /** Lets the last cluster through too: nothing comes after it. */
  flush(): void {
    for (const one of this.#open) this.#release(one);
    this.#released += this.#open.length;
    this.#open = [];
  }

  #hold(one: T): void {
    if (one.cluster !== this.#cluster || this.#open.length >= MOST) this.flush();
    this.#cluster = one.cluster;
    this.#open.push(one);
  }
}
