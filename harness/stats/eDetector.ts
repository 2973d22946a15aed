import { D_GRID } from "./grid.ts";
import { logSumExp } from "./logSumExp.ts";
import { refuseUnlessInside, refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";

/** What the detector watches for. */
export interface EDetectorOptions {
  /** The match rate that must hold, a constant: a floor or the lower bound at promotion, never tonight's estimate. */
  readonly share: number;
  /** The average number of nights to a false alarm, at least. */
  readonly nights: number;
  /** "sr" (default) sums over all nights a drop could have begun; "cusum" keeps the worst of them: fewer false alarms, a little later. */
  readonly kind?: "sr" | "cusum";
}

/** One night: whole votes that matched and that did not, and votes in between: the match rates (0 to 1) of clusters. */
export interface DetectorNight {
  readonly matches: number;
  readonly misses: number;
  readonly shares?: Iterable<number>;
}

/**
 * Notices, night by night, that the match rate has dropped below `share`, whenever and by however much it did.
 * While the rate holds, false alarms come at least `nights` nights apart on average; it is an alarm, not a test of a level.
 * A night must be a random sample of production cases. Throws a RangeError unless 0 < share < 1 and nights is above 1.
 * Source: Shin, Ramdas & Rinaldo 2024, New England J. of Statistics in Data Science 2, on the demotion grid.
 */
export class EDetector {
  readonly #kind: "sr" | "cusum";
  readonly #alarm: number;
  readonly #share: number;
  readonly #gains: Float64Array;
  readonly #logs = new Float64Array(D_GRID.bets.length).fill(Number.NEGATIVE_INFINITY);
  #nights = 0;
  #logM = Number.NEGATIVE_INFINITY;
  #alarmNight: number | null = null;

  constructor({ share, nights, kind = "sr" }: EDetectorOptions) {
    refuseUnlessInside("share", share);
    if (!(nights > 1 && nights < Number.POSITIVE_INFINITY))
      throw new RangeError(`expected more than one night between alarms, got ${nights}`);
    this.#kind = kind;
    this.#share = share;
    this.#alarm = Math.log(nights);
    this.#gains = D_GRID.bets.map((bet) => Math.log1p((bet * share) / (1 - share)));
  }

  /**
   * Takes in one night's votes; a night without any counts as a night. A vote in between multiplies by 1 + bet ((1 - vote) / (1 - share) - 1),
   * which is the factor of a match at 1 and of a miss at 0, and has a mean of at most 1 while the mean vote is at least `share`.
   */
  add({ matches, misses, shares = [] }: DetectorNight): void {
    refuseUnlessWhole("matches", matches);
    refuseUnlessWhole("misses", misses);
    const between = this.#changes(shares);
    this.#nights += 1;
    const logs = this.#logs;
    for (let k = 0; k < logs.length; k++) {
      const before = logs[k] ?? 0;
      const restarted = this.#kind === "sr" ? softplus(before) : Math.max(before, 0);
      logs[k] = restarted + misses * (this.#gains[k] ?? 0) + matches * (D_GRID.losses[k] ?? 0) + (between[k] ?? 0);
    }
    this.#logM = logSumExp(logs.map((log, k) => log + (D_GRID.logWeights[k] ?? 0)));
    if (this.#logM >= this.#alarm) this.#alarmNight ??= this.#nights;
  }

  /** What votes in between do to the log of each node. */
  #changes(shares: Iterable<number>): Float64Array {
    const changes = new Float64Array(D_GRID.bets.length);
    for (const vote of shares) {
      refuseUnlessShare("a vote", vote);
      const excess = (this.#share - vote) / (1 - this.#share);
      for (const [k, bet] of D_GRID.bets.entries()) changes[k] = (changes[k] ?? 0) + Math.log1p(bet * excess);
    }
    return changes;
  }

  /** The natural log of the detector now; -Infinity before the first night. */
  get logM(): number {
    return this.#logM;
  }

  /** The night, counted from 1, of the first alarm; null while there was none. Start a new detector after an alarm. */
  get alarmNight(): number | null {
    return this.#alarmNight;
  }
}

/** log(1 + exp(x)) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
