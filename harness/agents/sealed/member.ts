import { randomBytes } from "node:crypto";
import { AgentFailure } from "../../agent.ts";
import type { FromChild } from "../../wall/fromChild.ts";
import { SealedProcess } from "../../wall/sealedProcess.ts";
import type { Launch } from "../../wall/tryWall.ts";
import type { Attempt } from "./attempt.ts";

/** What a child's member of the crew needs from around it. */
export interface Duty {
  readonly launch: Launch;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** Puts an attempted side effect on record that belongs to no attempt in hand. */
  breach(kind: string, target: string, times: number): void;
  /** It has ended, and these attempts with it; `blocked` when it had to be ended because it did not answer any more. */
  ended(left: readonly Attempt[], because: string, blocked: boolean): void;
}

/** Milliseconds a child has to say that it is still there. */
const PATIENCE = 1_000;
/** Messages that belong to no attempt in hand: late ones are normal, a flood is not. */
const MOST_STRAYS = 10_000;

/** One child and the attempts in its hands. */
export class Member {
  readonly #duty: Duty;
  readonly #process: SealedProcess;
  readonly #inHand = new Map<string, Attempt>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #pings = new Map<number, () => void>();
  #pinged = 0;
  #started = false;
  #asked = false;
  #strays = 0;
  #blocked = false;
  #over = false;

  constructor(duty: Duty) {
    this.#duty = duty;
    this.#ready.promise.catch(() => undefined);
    this.#process = new SealedProcess(duty.launch, {
      message: (message) => this.#hear(message),
      ended: (because) => this.#end(because),
    });
  }

  /** Settles when the agent has started; rejects with the reason where it did not. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get over(): boolean {
    return this.#over;
  }

  get load(): number {
    return this.#inHand.size;
  }

  /** Asks as soon as the agent has started, and only then its time begins. */
  take(attempt: Attempt): void {
    // Only words of an attempt that is alone are told, and those of the ones before it are not its own.
    if (this.#asked && this.#inHand.size === 0) this.#process.forgetWords();
    this.#asked = true;
    // A secret: code that has one case in hand must not answer for another by its number.
    const id = randomBytes(16).toString("base64url");
    this.#inHand.set(id, attempt);
    attempt.late = false;
    if (this.#started) this.#ask(id, attempt);
    else this.ready.then(() => this.#ask(id, attempt)).catch(() => undefined);
  }

  #ask(id: string, attempt: Attempt): void {
    if (attempt.over || this.#over) return;
    attempt.limit(this.#duty.timeout, () => void this.#late(id, attempt));
    this.#process.post({ t: "ask", id, seen: attempt.seen });
  }

  /** Nobody waits for it any more. */
  drop(attempt: Attempt): void {
    for (const [id, one] of this.#inHand) if (one === attempt) this.#forget(id);
  }

  kill(because: string): Promise<void> {
    return this.#process.kill(because);
  }

  #hear(message: FromChild): void {
    if (message.t === "ready") {
      this.#started = true;
      return this.#ready.resolve();
    }
    if (message.t === "unready") return this.#ready.reject(new Error(message.because));
    if (message.t === "pong") return this.#pings.get(message.n)?.();
    const attempt = message.id === null ? undefined : this.#inHand.get(message.id);
    if (message.t === "breach") {
      if (attempt === undefined) this.#duty.breach(message.kind, message.target, message.times);
      else attempt.breach(message.kind, message.target, message.times);
      return;
    }
    if (attempt === undefined || attempt.late) {
      if (++this.#strays > MOST_STRAYS) void this.kill("it flooded its channel with messages that belong to no case");
      return;
    }
    attempt.hear(message, this.#process);
    if (attempt.over) this.#forget(message.id as string, message.t !== "done");
  }

  #forget(id: string, abort = true): void {
    if (this.#inHand.delete(id) && abort) this.#process.post({ t: "abort", id });
  }

  /** Out of time. A child that answers a ping is not blocked, so the time was the attempt's own; else nobody in it can be told apart. */
  async #late(id: string, attempt: Attempt): Promise<void> {
    attempt.late = true;
    if (await this.#answers()) {
      attempt.end({ failure: new AgentFailure("timed-out", `no answer within ${this.#duty.timeout / 1000} s`) });
      this.#forget(id);
    } else if (!this.#over) {
      this.#blocked = true;
      await this.kill(`no answer within ${this.#duty.timeout / 1000} s, nor did its process answer any more`);
    }
  }

  #answers(): Promise<boolean> {
    const n = ++this.#pinged;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), PATIENCE);
      this.#pings.set(n, () => {
        clearTimeout(timer);
        this.#pings.delete(n);
        resolve(true);
      });
      this.#process.post({ t: "ping", n });
    });
  }

  #end(because: string): void {
    this.#over = true;
    this.#ready.reject(new Error(because));
    const left = [...this.#inHand.values()].filter(({ over }) => !over);
    this.#inHand.clear();
    for (const attempt of left) attempt.stopTime();
    this.#duty.ended(left, because, this.#blocked);
  }
}
