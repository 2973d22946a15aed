import { z } from "zod";
import {
  AgentFailure,
  type Beside,
  type Incoming,
  type Proposal,
  type SeenCase,
  type Step,
  type WatchedToolbox,
} from "../../agent.ts";
import { messageOf } from "../../errors.ts";
import type { ToChild } from "../../wall/child/messages.ts";
import type { FromChild } from "../../wall/fromChild.ts";

/** The child an attempt is in the hands of, as the attempt needs it. */
export interface Line {
  post(message: ToChild): void;
  drained(): Promise<void>;
}

type Call = Extract<FromChild, { t: "call" }>;
type Send = Extract<FromChild, { t: "send" }>;

/** More requests at once, or more messages, than any honest attempt has. */
const MOST_SENDS = 64;
const MOST_MESSAGES = 100_000;

const name = z.string().max(10_000);
const more = z.strictObject({
  confidence: z.number().optional(),
  because: z.string().optional(),
  chain: z.array(z.string()).optional(),
});

/** One attempt at a case in the hands of a child: its calls are made here, on the real toolbox. */
export class Attempt {
  readonly seen: SeenCase;
  /** Asked in a child of its own, since others it shared one with did not come to an end. */
  alone = false;
  /** Ran out of time; it stands if its child turns out to be alive. */
  late = false;
  #stop: (() => void) | undefined;
  readonly #toolbox: WatchedToolbox;
  readonly #settle: (outcome: { proposal: Proposal | undefined } | { failure: Error }) => void;
  #sends = new Map<number, AbortController>();
  #heard = 0;
  #outcome: "open" | "proposed" | "failed" = "open";
  readonly #finished = Promise.withResolvers<void>();

  constructor(seen: SeenCase, toolbox: WatchedToolbox, settle: Attempt["end"]) {
    this.seen = seen;
    this.#toolbox = toolbox;
    this.#settle = settle;
  }

  get outcome(): "open" | "proposed" | "failed" {
    return this.#outcome;
  }

  get over(): boolean {
    return this.#outcome !== "open";
  }

  /** Settles when it is over, however it ended. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** Ends it once; what comes later is nobody's answer. */
  end(outcome: { proposal: Proposal | undefined } | { failure: Error }): void {
    if (this.over) return;
    this.#outcome = "failure" in outcome ? "failed" : "proposed";
    this.#leave();
    this.#settle(outcome);
    this.#finished.resolve();
  }

  fail(code: ConstructorParameters<typeof AgentFailure>[0], because: string): void {
    this.end({ failure: new AgentFailure(code, because) });
  }

  /** Is to be asked again; what it did so far stays on its trace. */
  again(because: string): void {
    this.#leave();
    this.#heard = 0;
    this.#toolbox.restart(because);
  }

  /** Its time begins now. */
  limit(ms: number, late: () => void): void {
    this.#stop = this.#toolbox.limit(ms, late);
  }

  stopTime(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  breach(kind: string, target: string, times: number): void {
    this.#toolbox.breach(kind, target, times);
  }

  hear(message: FromChild, line: Line): void {
    if (++this.#heard > MOST_MESSAGES) return this.fail("cut", `it sent more than ${MOST_MESSAGES} messages`);
    switch (message.t) {
      case "done":
        return this.end({ proposal: message.proposal as Proposal | undefined });
      case "threw":
        return this.end({ failure: new Error(message.because) });
      case "unusable":
        return this.fail("unusable", `what it returned cannot be used; it cannot be kept as JSON: ${message.because}`);
      case "call":
        return this.#call(message, line);
      case "send":
        return void this.#send(message, line);
      case "cancel":
        return this.#sends.get(message.n)?.abort();
    }
  }

  #call({ id, n, op, args }: Call, line: Line): void {
    try {
      line.post({ t: "answer", id, n, value: this.#made(op, args) });
    } catch (error) {
      // What ends an attempt ends it here, whatever the child makes of it.
      if (error instanceof AgentFailure) this.end({ failure: error });
      line.post({ t: "refused", id, n, because: messageOf(error) });
    }
  }

  #made(op: Call["op"], args: readonly unknown[]): unknown {
    if (op === "note") return this.#toolbox.note(args[0] as Step);
    const tool = name.safeParse(args[0]);
    if (!tool.success) throw new Error("a tool is called by its name");
    if (op === "read") return this.#toolbox.read(tool.data, args[1]);
    if (op === "call") return this.#toolbox.call(tool.data, args[1]);
    const beside = more.safeParse(args[2] ?? {});
    if (!beside.success)
      throw new Error("beside its params a write has a confidence, a number, a because, a text, and a chain, a list of names");
    return this.#toolbox.write(tool.data, args[1], beside.data as Beside);
  }

  async #send({ id, n, request }: Send, line: Line): Promise<void> {
    if (this.#sends.has(n) || this.#sends.size >= MOST_SENDS) {
      return line.post({ t: "refused", id, n, because: `an attempt has at most ${MOST_SENDS} requests under way` });
    }
    const abort = new AbortController();
    this.#sends.set(n, abort);
    let headed = false;
    try {
      const { status, headers, body } = await this.#toolbox.send(request, abort.signal);
      if (abort.signal.aborted) return;
      line.post({ t: "head", id, n, status, headers: { ...headers } });
      headed = true;
      await this.#pass(body, { id, n }, abort.signal, line);
    } catch (error) {
      if (abort.signal.aborted) return;
      if (error instanceof AgentFailure) this.end({ failure: error });
      const because = messageOf(error);
      line.post(headed ? { t: "end", id, n, because } : { t: "refused", id, n, because });
    } finally {
      if (this.#sends.get(n) === abort) this.#sends.delete(n);
    }
  }

  async #pass(body: Incoming["body"], to: { id: string; n: number }, signal: AbortSignal, line: Line): Promise<void> {
    for await (const part of body) {
      if (signal.aborted) return;
      line.post({ t: "part", ...to, data: Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("base64") });
      await line.drained();
    }
    line.post({ t: "end", ...to });
  }

  /** Whatever was under way for it is under way for nobody now. */
  #leave(): void {
    this.stopTime();
    const sends = this.#sends;
    this.#sends = new Map();
    for (const abort of sends.values()) abort.abort();
  }
}
