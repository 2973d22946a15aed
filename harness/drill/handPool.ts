import type { ChildProcess } from "node:child_process";
import { HandProcess } from "./handProcess.ts";

/** What hands are started with. */
export interface HandPoolOptions {
  /** Starts a program that calls `serveHand`, with an IPC channel. */
  spawn(): ChildProcess;
  /** How long one may take to be ready, in ms. */
  readonly startMs?: number;
}

/**
 * Hands between drills, kept because starting one takes longer than most drills; and one to spare, so that a kill costs little. All are ended
 * when it is disposed of, those that are out as well.
 */
export class HandPool implements AsyncDisposable {
  readonly #options: HandPoolOptions;
  readonly #idle: HandProcess[] = [];
  readonly #all = new Set<HandProcess>();
  #over = false;

  constructor(options: HandPoolOptions) {
    this.#options = options;
  }

  /**
   * A hand that is ready; starts another one to spare. `fresh`: no such one is taken, its process starts now. Throws HandGone where none can
   * be started, and where it is interrupted while waiting.
   */
  async take(signal: AbortSignal, fresh = false): Promise<HandProcess> {
    const spare = fresh ? undefined : (this.#idle.find(({ isReady }) => isReady) ?? this.#idle[0]);
    const hand = spare ?? this.#start();
    this.#drop(hand);
    const stop = () => void hand.kill("the drill was interrupted", false);
    signal.addEventListener("abort", stop);
    try {
      await hand.ready();
    } finally {
      signal.removeEventListener("abort", stop);
    }
    if (this.#idle.length === 0 && !this.#over) this.#idle.push(this.#start());
    return hand;
  }

  /** Takes a hand back that can be used again. */
  give(hand: HandProcess): void {
    this.#idle.unshift(hand);
  }

  /** Ends a hand, and waits until it is gone. */
  async end(hand: HandProcess, because: string): Promise<void> {
    this.#drop(hand);
    await hand.kill(because, false);
    this.#all.delete(hand);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    await Promise.all([...this.#all].map((hand) => this.end(hand, "the drills are over")));
  }

  #start(): HandProcess {
    const hand = new HandProcess(this.#options.spawn(), this.#options.startMs ?? 60_000);
    this.#all.add(hand);
    return hand;
  }

  #drop(hand: HandProcess): void {
    const at = this.#idle.indexOf(hand);
    if (at >= 0) this.#idle.splice(at, 1);
  }
}
