import { float64, uint32 } from "../dataset/column.ts";
import type { LimitSeen } from "./policySeen.ts";

/** What is known of a proposal beside the number that is capped, as bits. */
const MATCH = 1;
const SERIOUS = 2;
/** Other limits beside the present one. */
const OTHERS = 5;
const QUANTILES = [1, 0.9, 0.5];

/** The proposals that one cap decides about alone: 12 bytes each. */
export class CappedProposals {
  readonly #values = float64();
  readonly #marks = uint32();

  /** A proposal that no other rule keeps back; without a value where the cap has no say in it. */
  add(value: number | undefined, match: boolean, serious: boolean): void {
    this.#values.push(value ?? -Infinity);
    this.#marks.push((match ? MATCH : 0) + (serious ? SERIOUS : 0));
  }

  /** What would come through at the present limit and at others near the proposals, from low to high; other rules, and limits over time, as they stood. */
  limits(now: number): readonly LimitSeen[] {
    const values = this.#values.values();
    const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
    const sorted = order.map((i) => values[i] as number);
    const limits = [now, ...this.#others(now, sorted.filter(Number.isFinite))].sort((a, b) => a - b);
    let next = 0;
    const seen = { through: 0, matches: 0, serious: 0 };
    return limits.map((limit) => {
      for (; next < sorted.length && (sorted[next] as number) <= limit; next++) {
        const marks = this.#marks.at(order[next] as number);
        seen.through++;
        if ((marks & MATCH) !== 0) seen.matches++;
        if ((marks & SERIOUS) !== 0) seen.serious++;
      }
      return { limit, now: limit === now, ...seen };
    });
  }

  #others(now: number, sorted: readonly number[]): readonly number[] {
    const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
    const candidates = [now / 2, now * 2, ...QUANTILES.map(quantile)].filter((limit) => limit !== undefined).map(readable);
    return [...new Set(candidates)].filter((limit) => limit !== now && Number.isFinite(limit)).slice(0, OTHERS);
  }
}

/** Two digits, rounded up, so that whatever came to the number still does. */
function readable(limit: number): number {
  if (limit === 0) return 0;
  const size = Math.floor(Math.log10(Math.abs(limit))) - 1;
  // By powers of ten in decimal: 1e-2 has no exact binary form, and 0.1 * 3 is not 0.3.
  const digits = Number(`${limit}e${-size}`);
  const rounded = Number(`${Math.ceil(Number.isNaN(digits) ? limit / 10 ** size : digits)}e${size}`);
  return rounded >= limit ? rounded : limit;
}
