import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../action.ts";
import { EarnestError } from "../errors.ts";
import type { Fixture } from "../fixture.ts";

/** What other traffic came to. */
export interface TrafficDone {
  readonly done: number;
  readonly failed: number;
  /** Every entity that it touched. */
  readonly touched: readonly string[];
}

/** More than this many under way at once would only queue. */
const AT_ONCE = 8;

/**
 * Other people's work on the same tables: so many operations a second of the fixture's `traffic`, by the clock, each in turn on a line of its
 * own; one that is late is made up for. Goes on until it is stopped. Throws DRILL_BROKEN where the fixture has none.
 */
export class DrillTraffic {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #touched = new Set<string>();
  #done = 0;
  #failed = 0;

  private constructor(run: (traffic: DrillTraffic) => Promise<void>) {
    this.#running = run(this);
  }

  static async start(
    fixture: Fixture,
    address: Json,
    { perSecond, besides, clock }: { perSecond: number; besides: ReadonlySet<string>; clock: () => number },
  ): Promise<DrillTraffic> {
    if (fixture.traffic === undefined)
      throw new EarnestError("DRILL_BROKEN", `the fixture ${fixture.name} has no traffic, so nothing can be drilled under load`);
    const line = await fixture.connect(address);
    return new DrillTraffic(async (traffic) => {
      await using _line = line;
      const began = clock();
      const under = new Set<Promise<void>>();
      for (let nth = 0; !traffic.#stop.signal.aborted; nth++) {
        const one = traffic.#one(async () => (await fixture.traffic?.(line.use, nth, besides)) ?? []);
        under.add(one);
        void one.then(() => under.delete(one));
        if (under.size >= AT_ONCE) await Promise.race(under);
        await traffic.#until(began + ((nth + 1) * 1000) / perSecond - clock());
      }
      await Promise.all(under);
    });
  }

  /** Stops, and waits for what is under way. */
  async stop(): Promise<TrafficDone> {
    this.#stop.abort();
    await this.#running;
    return { done: this.#done, failed: this.#failed, touched: [...this.#touched].sort() };
  }

  async #one(work: () => Promise<readonly string[]>): Promise<void> {
    try {
      for (const entity of await work()) this.#touched.add(entity);
      this.#done++;
    } catch {
      // An operation that fails under load is what is being counted; what it was about is no part of the drill.
      this.#failed++;
    }
  }

  async #until(ms: number): Promise<void> {
    if (this.#stop.signal.aborted) return;
    await sleep(Math.max(0, ms), undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
