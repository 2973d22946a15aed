/** A place in the lane; `leave` gives it back, once, with how the call went. */
export interface Place {
  leave(how: "answered" | "overloaded" | "neither"): void;
}

/** Node's timers take no more. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * How many calls may be under way to one host: never more than `most`, half as many after each burst of refusals, and one more for each
 * round of good answers. Nothing starts while the host has asked to wait.
 */
export class Lane {
  readonly #most: number;
  readonly #clock: () => number;
  readonly #waiting = new Set<() => void>();
  #limit: number;
  #live = 0;
  #entered = 0;
  #cutAt = 0;
  #until = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  /** `clock` is in milliseconds. */
  constructor(most: number, clock: () => number) {
    this.#most = most;
    this.#limit = most;
    this.#clock = clock;
  }

  /** How many calls may be under way now. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Waits for a place, in the order of asking; rejects with the signal's reason when that is aborted first. */
  enter(signal: AbortSignal | undefined): Place | Promise<Place> {
    signal?.throwIfAborted();
    if (this.#waiting.size > 0 || !this.#isFree()) return this.#turn(signal).then(() => this.#place());
    this.#live++;
    return this.#place();
  }

  /** Starts nothing for so many milliseconds. */
  pause(ms: number): void {
    this.#until = Math.max(this.#until, this.#clock() + ms);
    this.#admit();
  }

  /** Stops the clock; whoever still waits is let go by a signal. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #place(): Place {
    const entered = ++this.#entered;
    let gone = false;
    return {
      leave: (how) => {
        if (gone) return;
        gone = true;
        this.#live--;
        if (how === "overloaded") this.#cut(entered);
        if (how === "answered" && this.#limit < this.#most) this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
        this.#admit();
      },
    };
  }

  /** Calls that were under way together are refused together: that is one refusal, not many. */
  #cut(entered: number): void {
    if (entered <= this.#cutAt) return;
    this.#cutAt = this.#entered;
    this.#limit = Math.max(1, this.#limit / 2);
  }

  #isFree(): boolean {
    return this.#live + 1 <= this.#limit && this.#clock() >= this.#until;
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.delete(admit);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.add(admit);
      this.#admit();
    });
  }

  /** The place is taken here and not by who is let in, who only hears of it later. */
  #admit(): void {
    for (const admit of this.#waiting) {
      if (!this.#isFree()) break;
      this.#waiting.delete(admit);
      this.#live++;
      admit();
    }
    clearTimeout(this.#timer);
    const wait = this.#until - this.#clock();
    if (this.#waiting.size > 0 && wait > 0) {
      this.#timer = setTimeout(() => this.#admit(), Math.min(Math.ceil(wait), LONGEST_TIMER));
    }
  }
}
