import type { ChildProcess } from "node:child_process";
import { EarnestError } from "../errors.ts";
import { type HandAsk, type HandSays, type HandTask, readSays } from "./handMessages.ts";

/** A hand is gone: killed by us, as a drill asked for, or for reasons of its own. */
export class HandGone extends Error {
  override readonly name = "HandGone";
  readonly asked: boolean;

  constructor(because: string, asked: boolean) {
    super(because);
    this.asked = asked;
  }
}

/** A hand, seen from the process that asks. One ask at a time; whoever holds it ends it. */
export class HandProcess {
  readonly #child: ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #waiting: { readonly id: number; readonly answer: PromiseWithResolvers<number> } | undefined;
  #gone: HandGone | undefined;
  /** Why we ended it, where it was us. */
  #killed: { because: string; asked: boolean } | undefined;
  #asks = 0;
  #over = false;
  #watch: NodeJS.Timeout | undefined;
  #isReady = false;

  /** Faults that struck, by their place in the delivery that was asked for. */
  onFired: (fault: number) => void = () => undefined;

  /** Begins with a child that was just started; `startMs`: how long it may take to be ready. */
  constructor(child: ChildProcess, startMs: number) {
    this.#child = child;
    // Whoever asks is told; nobody may be waiting yet.
    this.#ready.promise.catch(() => undefined);
    child.on("message", (message) => this.#hear(message));
    child.on("error", (error) => this.#end(`it cannot be started or reached: ${error.message}`));
    child.on("exit", (code, signal) => this.#end(`its process ended (${signal ?? `exit code ${code}`})`));
    this.#watchFor(startMs, `it was not ready in ${startMs} ms`);
  }

  get isReady(): boolean {
    return this.#isReady && this.#gone === undefined;
  }

  /** Resolves when it can be asked; throws HandGone. */
  ready(): Promise<void> {
    return this.#ready.promise;
  }

  /**
   * Asks, and waits for the answer: how many events its journal holds. Silent for longer than `silenceMs`, it is ended. Throws HandGone, or
   * what it refused with.
   */
  async ask(task: HandTask, silenceMs: number): Promise<number> {
    if (this.#gone !== undefined) throw this.#gone;
    const answer = Promise.withResolvers<number>();
    const id = ++this.#asks;
    this.#waiting = { id, answer };
    this.#watchFor(silenceMs, `nothing was heard from it for ${silenceMs} ms`);
    this.#child.send({ ...task, id } satisfies HandAsk, (error) => {
      if (error !== null) void this.kill(`it cannot be reached: ${error.message}`, false);
    });
    try {
      return await answer.promise;
    } finally {
      clearTimeout(this.#watch);
      this.#waiting = undefined;
    }
  }

  /** Ends it with SIGKILL and waits until it is gone. */
  kill(because: string, asked: boolean): Promise<void> {
    this.#killed ??= { because, asked };
    if (!this.#over) this.#child.kill("SIGKILL");
    return this.#ended.promise;
  }

  #hear(message: unknown): void {
    const says: HandSays | undefined = readSays(message);
    if (says === undefined) return void this.kill("it said something that is no message of a hand", false);
    if (this.#watch !== undefined && this.#waiting !== undefined) this.#watch.refresh();
    if (says.say === "ready") {
      clearTimeout(this.#watch);
      this.#isReady = true;
      this.#ready.resolve();
    }
    if (says.say === "stuck") void this.kill("a handler did not stop when it was told to", false);
    if (says.say === "fired") {
      this.onFired(says.fault);
      if (says.hangs) void this.kill("it was killed by a fault", true);
    }
    if ("id" in says && says.id === this.#waiting?.id) {
      if (says.say === "done") this.#waiting.answer.resolve(says.events);
      else this.#waiting.answer.reject(new EarnestError(says.code, says.because));
    }
  }

  #watchFor(ms: number, because: string): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => void this.kill(because, false), ms);
  }

  #end(because: string): void {
    clearTimeout(this.#watch);
    this.#over = true;
    this.#gone ??= new HandGone(this.#killed?.because ?? because, this.#killed?.asked ?? false);
    this.#ready.reject(this.#gone);
    this.#waiting?.answer.reject(this.#gone);
    this.#ended.resolve();
  }
}
