/** A wait that is no fault of the agent's, such as for a turn at a model. Beginning or ending it twice is once. */
export interface Wait {
  begin(): void;
  end(): void;
}

interface Limit {
  /** Milliseconds that were left when it last went on. */
  left: number;
  timer: NodeJS.Timeout | undefined;
  readonly late: () => void;
}

/** Node's timers take no more. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The time of one attempt: it stands still, and every limit on it too, as long as something of the attempt waits. */
export class AttemptTime {
  readonly #clock: () => number;
  readonly #limits = new Set<Limit>();
  #waits = 0;
  /** When it last went on or stood still. */
  #since: number;
  #waited = 0;

  /** `clock` is in milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#since = clock();
  }

  /** Milliseconds it has stood still so far. */
  get waited(): number {
    return this.#waited + (this.#waits > 0 ? this.#clock() - this.#since : 0);
  }

  /** Calls `late` once so many milliseconds of the attempt's own are over, unless what it returns is called first. */
  limit(ms: number, late: () => void): () => void {
    const limit: Limit = { left: ms + (this.#waits > 0 ? 0 : this.#clock() - this.#since), timer: undefined, late };
    this.#limits.add(limit);
    if (this.#waits === 0) this.#start(limit, ms);
    return () => {
      clearTimeout(limit.timer);
      this.#limits.delete(limit);
    };
  }

  wait(): Wait {
    let waits = false;
    return {
      begin: () => {
        if (waits) return;
        waits = true;
        if (this.#waits++ === 0) this.#stop();
      },
      end: () => {
        if (!waits) return;
        waits = false;
        if (--this.#waits === 0) this.#goOn();
      },
    };
  }

  #stop(): void {
    const now = this.#clock();
    for (const limit of this.#limits) {
      clearTimeout(limit.timer);
      limit.left -= now - this.#since;
    }
    this.#since = now;
  }

  #goOn(): void {
    const now = this.#clock();
    this.#waited += now - this.#since;
    this.#since = now;
    for (const limit of this.#limits) this.#start(limit, limit.left);
  }

  #start(limit: Limit, ms: number): void {
    limit.timer = setTimeout(
      () => {
        this.#limits.delete(limit);
        limit.late();
      },
      Math.min(Math.max(ms, 0), LONGEST_TIMER),
    );
  }
}
