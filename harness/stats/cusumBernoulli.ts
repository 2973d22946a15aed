import { refuseUnlessInside } from "./refuse.ts";

/** What the chart is tuned to: the usual miss rate, the one it should notice, and the height of its alarm. */
export interface CusumOptions {
  readonly usual: number;
  readonly worse: number;
  readonly alarm: number;
}

/**
 * A chart that notices when the miss rate rises from a usual to a worse one: it climbs on a miss, sinks on a match, never below 0.
 * Alarm at the height `alarm`; on average it takes at least e^alarm cases to a false one (`cusumArl` has the exact figure).
 * For one size of drop that matters; the `EDetector` needs none. Throws a RangeError unless 0 < usual < worse < 1 and alarm > 0.
 * Source: Page 1954; Bernoulli steps, Reynolds & Stoumbos 1999, J. of Quality Technology 31; run length, Lorden 1971.
 */
export class CusumBernoulli {
  readonly missStep: number;
  readonly matchStep: number;
  readonly #alarm: number;
  #height = 0;
  #cases = 0;
  #alarmAt: number | null = null;

  constructor({ usual, worse, alarm }: CusumOptions) {
    refuseUnlessInside("the usual miss rate", usual);
    refuseUnlessInside("the worse miss rate", worse);
    if (!(usual < worse)) throw new RangeError(`expected a worse miss rate above the usual ${usual}, got ${worse}`);
    if (!(alarm > 0)) throw new RangeError(`expected an alarm height above 0, got ${alarm}`);
    this.missStep = Math.log(worse / usual);
    this.matchStep = Math.log1p((usual - worse) / (1 - usual));
    this.#alarm = alarm;
  }

  /** Takes in one case, in time order. */
  add(match: boolean): void {
    this.#cases += 1;
    this.#height = Math.max(0, this.#height + (match ? this.matchStep : this.missStep));
    if (this.#height >= this.#alarm) this.#alarmAt ??= this.#cases;
  }

  /** The height of the chart now; after an alarm it goes on. */
  get height(): number {
    return this.#height;
  }

  /** The case, counted from 1, at which the alarm first rang; null while it has not. */
  get alarmAt(): number | null {
    return this.#alarmAt;
  }
}
