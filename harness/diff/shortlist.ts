/** Counts everything and keeps the first of it by an order, however much there is and in whatever order it comes. */
export class Shortlist<T> {
  readonly #most: number;
  readonly #order: (a: T, b: T) => number;
  #kept: T[] = [];
  #n = 0;

  constructor(most: number, order: (a: T, b: T) => number) {
    this.#most = most;
    this.#order = order;
  }

  add(one: T): void {
    this.#n++;
    this.#kept.push(one);
    if (this.#kept.length >= 2 * this.#most + 100) this.#kept = this.#first();
  }

  #first(): T[] {
    return this.#kept.toSorted(this.#order).slice(0, this.#most);
  }

  /** How many there were, and the first of them. */
  list(): { readonly n: number; readonly listed: readonly T[] } {
    return { n: this.#n, listed: this.#first() };
  }
}
