/**
 * How many cases one cluster may count for: the 90th percentile (nearest rank) of the clusters before it; the first counts whole.
 * Only what came earlier decides, so a bet may depend on it.
 */
export class PredictableCap {
  readonly #sizes: { size: number; clusters: number }[] = [];
  #clusters = 0;

  /** The cap for the next cluster, of this many cases, which then counts among those before. */
  next(cases: number): number {
    const cap = this.#clusters === 0 ? cases : this.percentile;
    this.#clusters += 1;
    const at = this.#sizes.findIndex(({ size }) => size >= cases);
    const found = at < 0 ? undefined : this.#sizes[at];
    if (found?.size === cases) found.clusters += 1;
    else this.#sizes.splice(at < 0 ? this.#sizes.length : at, 0, { size: cases, clusters: 1 });
    return cap;
  }

  /** Goes on from where another stands. */
  take(other: PredictableCap): void {
    this.#sizes.splice(0, this.#sizes.length, ...other.#sizes.map((one) => ({ ...one })));
    this.#clusters = other.#clusters;
  }

  /** The 90th percentile so far; 0 before the first cluster. */
  get percentile(): number {
    // In whole numbers, so that nine of ten is exactly the ninth.
    const rank = Math.ceil((9 * this.#clusters) / 10);
    let below = 0;
    for (const { size, clusters } of this.#sizes) {
      below += clusters;
      if (below >= rank) return size;
    }
    return 0;
  }
}
