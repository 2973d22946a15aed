import { EarnestError } from "../errors.ts";
import type { Sandbox, State } from "../fixture.ts";
import { randomIndexes } from "../stats/random.ts";
import type { Delivery, DrillDesk } from "./drill.ts";
import type { BatchAct } from "./drillBatch.ts";
import { DrillJournal } from "./drillJournal.ts";
import { DrillTraffic, type TrafficDone } from "./drillTraffic.ts";
import type { HandTask, Opening } from "./handMessages.ts";
import { HandGone, type HandProcess } from "./handProcess.ts";
import type { DrillRun } from "./runDrill.ts";

/** So often may a hand end of itself before nobody goes on. */
const MOST_DEATHS = 5;
const CALL_MS = 5_000;
const RANDOM = 2 ** 31;

/** Nobody goes on with a drill: its processes ended again and again. */
export class GaveUp extends Error {
  override readonly name = "GaveUp";
}

/** The desk of one drill: asks hands, puts another one in the place of one that was killed, and keeps the time. */
export class RunDesk implements DrillDesk, AsyncDisposable {
  readonly acts: readonly BatchAct[];
  /** Milliseconds since the decision to undo that went into waiting for another process. */
  restarts = 0;
  /** Did the process that undoes start after the decision, with none to spare? */
  cold = false;
  /** The state that `look` read; null before. */
  between: State | null = null;
  /** The state at the decision to undo, where something was asked for after `look`; null elsewhere. */
  decided: State | null = null;
  #sinceLook = false;
  readonly #run: DrillRun;
  readonly #sandbox: Sandbox;
  readonly #opening: Omit<Opening, "resume">;
  readonly #draw: () => number;
  readonly #onAbort = () => void this.#hand?.kill("the drill was interrupted", false);
  #hand: HandProcess | undefined;
  #events = 0;
  #deaths = 0;
  #decided = false;
  #gaveUp: GaveUp | undefined;
  #traffic: DrillTraffic | undefined;

  constructor(run: DrillRun, sandbox: Sandbox, acts: readonly BatchAct[]) {
    this.#run = run;
    this.#sandbox = sandbox;
    this.acts = acts;
    this.#draw = randomIndexes(run.seed, RANDOM);
    this.#opening = {
      which: run.which,
      address: sandbox.address,
      journal: run.journalDir,
      acts: acts.map(({ sent }) => sent),
      key: `${run.drill.name}-${run.seed}`,
      began: run.clock(),
      control: run.control,
      callMs: run.callMs ?? CALL_MS,
    };
    run.signal.addEventListener("abort", this.#onAbort);
  }

  /** Takes a hand, and puts into the sandbox what the acts presume. Throws DRILL_BROKEN where that cannot be done. */
  async open(): Promise<void> {
    try {
      await this.#take(false);
      await this.#hand?.ask({ do: "prepare" }, this.#silenceMs);
    } catch (error) {
      this.#run.signal.throwIfAborted();
      if (!(error instanceof HandGone)) throw error;
      throw new EarnestError("DRILL_BROKEN", `${this.#run.drill.name} could not begin: ${error.message}`, { cause: error });
    }
  }

  async apply(delivery: Delivery = {}): Promise<void> {
    await this.#carry("apply", delivery);
    this.#sinceLook = true;
  }

  async look(): Promise<void> {
    this.#run.signal.throwIfAborted();
    this.between = await this.#sandbox.read();
    this.#sinceLook = false;
  }

  async edit(act: number, what: "same" | "other"): Promise<void> {
    await this.#ask({ do: "edit", act, what });
    this.#sinceLook = true;
  }

  async undo(delivery: Delivery = {}): Promise<void> {
    if (!this.#decided) {
      if (this.between !== null && this.#sinceLook) this.decided = await this.#sandbox.read();
      await this.#startTraffic();
      if (delivery.fresh === true) await this.#leave();
      this.#decided = true;
      await this.#ask({ do: "note", e: "decided", ms: this.#ms() });
    }
    await this.#carry("undo", delivery);
  }

  random(below: number): number {
    return Math.floor((this.#draw() / RANDOM) * below);
  }

  /** The state was read and compared: puts that on record, ends the traffic, and lets the hand go. */
  async verified(): Promise<TrafficDone | null> {
    if (this.#gaveUp === undefined && this.#decided) await this.#ask({ do: "note", e: "verified", ms: this.#ms() });
    const traffic = (await this.#traffic?.stop()) ?? null;
    this.#traffic = undefined;
    if (this.#gaveUp !== undefined) return traffic;
    await this.#ask({ do: "close" });
    if (this.#hand !== undefined) this.#run.hands.give(this.#hand);
    this.#hand = undefined;
    return traffic;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#run.signal.removeEventListener("abort", this.#onAbort);
    await this.#traffic?.stop();
    await this.#drop("the drill is over");
  }

  get #silenceMs(): number {
    return 5 * this.#opening.callMs + 2_000;
  }

  async #startTraffic(): Promise<void> {
    const { load: perSecond, clock, drill } = this.#run;
    if (perSecond === 0) return;
    const besides = new Set(this.acts.flatMap(({ touches }) => touches));
    this.#traffic = await DrillTraffic.start(drill.handler.fixture, this.#sandbox.address, { perSecond, besides, clock });
  }

  async #carry(phase: "apply" | "undo", delivery: Delivery): Promise<void> {
    const from = this.#events;
    let faults = delivery.faults ?? [];
    await this.#ask((hand) => {
      const struck = new Set<number>();
      const sent = faults;
      hand.onFired = (fault) => {
        struck.add(fault);
        faults = sent.filter((_, i) => !struck.has(i));
      };
      return { do: "carry", phase, delivery: { ...delivery, faults }, from };
    });
  }

  /** Asks until it is answered: where a hand is gone, the next one is asked again, and goes by the journal. */
  async #ask(task: HandTask | ((hand: HandProcess) => HandTask)): Promise<void> {
    for (;;) {
      this.#run.signal.throwIfAborted();
      if (this.#gaveUp !== undefined) throw this.#gaveUp;
      try {
        const hand = this.#hand ?? (await this.#replace());
        this.#events = await hand.ask(typeof task === "function" ? task(hand) : task, this.#silenceMs);
        return;
      } catch (error) {
        if (!(error instanceof HandGone)) throw error;
        await this.#mourn(error);
      }
    }
  }

  /** The process that acted is gone before anybody decides; only the next one's start is on the clock. */
  async #leave(): Promise<void> {
    await this.#ask({ do: "close" });
    await this.#drop("the next one is to be fresh");
    this.cold = true;
  }

  /** Since the drill began. */
  #ms(): number {
    return this.#run.clock() - this.#opening.began;
  }

  async #replace(): Promise<HandProcess> {
    const began = this.#run.clock();
    const hand = await this.#take(true);
    if (this.#decided) this.restarts += this.#run.clock() - began;
    return hand;
  }

  async #take(resume: boolean): Promise<HandProcess> {
    const hand = await this.#run.hands.take(this.#run.signal, this.cold);
    this.#hand = hand;
    this.#run.signal.throwIfAborted();
    await hand.ask({ do: "open", ...this.#opening, resume }, this.#silenceMs);
    return hand;
  }

  /** The hand is gone and waited for; after too many that ended of themselves, the journal says that nobody goes on. */
  async #mourn({ message, asked }: HandGone): Promise<void> {
    await this.#drop(message);
    this.#run.signal.throwIfAborted();
    if (asked || ++this.#deaths < MOST_DEATHS) return;
    const because = `the process that acts ended ${this.#deaths} times, the last time because ${message}`;
    const journal = await DrillJournal.resume(this.#opening.journal);
    await journal.putDurably({ e: "gave-up", because, ms: this.#ms() });
    await journal.close();
    this.#gaveUp = new GaveUp(because);
  }

  async #drop(because: string): Promise<void> {
    const hand = this.#hand;
    this.#hand = undefined;
    if (hand !== undefined) await this.#run.hands.end(hand, because);
  }
}
