/** Something that can be used again and again, by one at a time, as long as it is alive. */
export interface Worker {
  readonly alive: boolean;
  close(): Promise<void>;
  kill(): void;
}

/** At most so many workers, started when they are needed; whoever finds none free waits in line. */
export class Crew<W extends Worker> {
  readonly #most: number;
  readonly #start: () => Promise<W>;
  readonly #all = new Set<W>();
  readonly #free: W[] = [];
  readonly #line: (() => void)[] = [];
  #taken = 0;

  constructor(most: number, start: () => Promise<W>) {
    this.#most = most;
    this.#start = start;
  }

  /** Works with one, or with a new one. If the work throws, the worker is not used again. Waiting ends with the signal's reason. */
  async with<T>(signal: AbortSignal, work: (worker: W) => Promise<T>, fresh = false): Promise<T> {
    await this.#turn(signal);
    try {
      const worker = await this.#next(fresh);
      try {
        const result = await work(worker);
        if (worker.alive) this.#free.push(worker);
        else this.#dismiss(worker);
        return result;
      } catch (error) {
        this.#dismiss(worker);
        throw error;
      }
    } finally {
      this.#taken--;
      this.#line.shift()?.();
    }
  }

  /** Ends every one, and waits until they are gone. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.close()));
    this.#free.length = 0;
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#taken < this.#most) {
      this.#taken++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener("abort", leave);
        // In the same step as the one before gives its place up, so that nobody gets in between.
        this.#taken++;
        resolve();
      };
      const leave = () => {
        this.#line.splice(this.#line.indexOf(enter), 1);
        reject(signal.reason);
      };
      this.#line.push(enter);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  async #next(fresh: boolean): Promise<W> {
    for (let worker = this.#free.pop(); worker !== undefined; worker = this.#free.pop()) {
      if (worker.alive && !fresh) return worker;
      this.#dismiss(worker);
      // A new one takes the place of one only.
      if (fresh) break;
    }
    const worker = await this.#start();
    this.#all.add(worker);
    return worker;
  }

  #dismiss(worker: W): void {
    if (!this.#all.has(worker)) return;
    worker.kill();
    // It is let go of when it is gone, so that an end of the crew waits for it.
    void worker.close().then(() => this.#all.delete(worker));
  }
}
