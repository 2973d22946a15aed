import { planFixedPower } from "../stats/planFixedPower.ts";
import { type CasesNeeded, casesNeeded } from "./casesNeeded.ts";

/** What a line takes at one true rate, from the first case on, in independent cases. */
export interface RateRow extends CasesNeeded {
  readonly rate: number;
  /** The same for one look at a number of cases fixed beforehand, for contrast; null where none would do. */
  readonly oneLook: number | null;
}

/** Works out each line once at one error level: suites ask the same of many action types. */
export class RateTable {
  readonly alpha: number;
  readonly #lines = new Map<number, readonly RateRow[]>();

  constructor(alpha: number) {
    this.alpha = alpha;
  }

  /** Three rates between the line and always, the lowest first. */
  of(line: number): readonly RateRow[] {
    const known = this.#lines.get(line);
    if (known !== undefined) return known;
    const climb = { matches: 0, misses: 0, share: line, alpha: this.alpha };
    const rows = hopedRates(line).map((rate) => {
      const oneLook = line === 0 || line === 1 ? null : planFixedPower({ share: line, hoped: rate, alpha: this.alpha }).n;
      return { ...casesNeeded(climb, rate), rate, oneLook };
    });
    this.#lines.set(line, rows);
    return rows;
  }
}

/** 97%, 98% and 99% for a line of 95%. */
function hopedRates(line: number): number[] {
  return [0.6, 0.4, 0.2].map((part) => decimal(1 - (1 - line) * part));
}

/** The decimal that was meant: 0.98 for 1 - 0.02, which floats give only by luck. */
export function decimal(share: number): number {
  return Number(share.toFixed(12));
}
