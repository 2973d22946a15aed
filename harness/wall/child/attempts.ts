import { AsyncLocalStorage } from "node:async_hooks";
import type { Incoming, Outgoing, Proposal, SeenCase, Toolbox, ToolReply, ToolSpec } from "../../agent.ts";
import { refuseLoss } from "../../onRecord.ts";
import { Answers } from "./answers.ts";
import type { Channel } from "./channel.ts";
import { denied } from "./doors.ts";
import { pinned } from "./kept.ts";
import type { ToChild } from "./messages.ts";
import type { Tries } from "./tries.ts";

/** What the agent's module is asked. */
export type Propose = (seen: SeenCase, toolbox: Toolbox, signal: AbortSignal) => unknown;

const LONGEST = 500;
/** Statuses whose answer has no body. */
const BODILESS = new Set([204, 205, 304]);

/** The attempts in hand in this process, and which of them code is running for. */
export class Attempts {
  readonly #current = pinned(new AsyncLocalStorage<string>());
  readonly #inHand = pinned(new Map<string, AbortController>());
  readonly #answers = new Answers();
  readonly #channel: Channel;
  readonly #tools: readonly ToolSpec[];
  readonly #tries: Tries;
  #calls = 0;

  constructor(channel: Channel, tools: readonly ToolSpec[], tries: Tries) {
    this.#channel = channel;
    this.#tools = tools;
    this.#tries = tries;
  }

  /** The attempt that the running code belongs to. */
  get current(): string | undefined {
    const id = this.#current.getStore();
    return id !== undefined && this.#inHand.has(id) ? id : undefined;
  }

  take(message: ToChild, propose: Propose): void {
    if (message.t === "ping") return this.#channel.post({ t: "pong", n: message.n });
    if (message.t === "ask") {
      this.#current.run(message.id, () => void this.#ask(message.id, message.seen, propose));
      return;
    }
    if (message.t === "abort") {
      this.#inHand.get(message.id)?.abort();
      this.#inHand.delete(message.id);
      return;
    }
    const key = keyOf(message.id, message.n);
    if (message.t === "answer") this.#answers.answer(key, message.value);
    else if (message.t === "head") this.#answers.answer(key, message);
    else if (message.t === "refused") this.#answers.refuse(key, message.because);
    else if (message.t === "part") this.#answers.part(key, message.data);
    else this.#answers.end(key, message.because);
  }

  /** What went wrong outside of every promise is held against the attempt it belongs to; false where it belongs to none. */
  blame(error: unknown): boolean {
    const id = this.current;
    if (id === undefined) return false;
    this.#end(id, { t: "threw", id, because: reasonOf(error) });
    return true;
  }

  async send(request: Outgoing, signal?: AbortSignal | null): Promise<Incoming & { body: ReadableStream<Uint8Array> }> {
    const id = this.current;
    if (id === undefined) throw denied("a request that belongs to no case");
    signal?.throwIfAborted();
    const n = ++this.#calls;
    const key = keyOf(id, n);
    const cancel = () => this.#channel.post({ t: "cancel", id, n });
    const body = this.#answers.body(key, cancel);
    const aborted = () => {
      cancel();
      this.#answers.refuse(key, "aborted");
      this.#answers.end(key, "aborted");
    };
    signal?.addEventListener("abort", aborted, { once: true });
    try {
      this.#channel.post({ t: "send", id, n, request });
      const { status, headers } = (await this.#answers.call(key)) as Incoming;
      return { status, headers, body };
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  /** Stands in for the global fetch: the same, but its only way is through the harness. */
  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const { method, url, signal } = request;
    const sent = { method, url, headers: Object.fromEntries(request.headers), body: await request.text() };
    const { status, headers, body } = await this.send(sent, signal).catch((cause: unknown) => {
      throw signal.aborted ? signal.reason : new TypeError("fetch failed", { cause });
    });
    const response = new Response(BODILESS.has(status) ? null : body, { status, headers });
    return Object.defineProperty(response, "url", { value: url });
  }

  async #ask(id: string, seen: SeenCase, propose: Propose): Promise<void> {
    const abort = new AbortController();
    this.#inHand.set(id, abort);
    try {
      const proposal = (await propose(Object.freeze(seen), this.#toolbox(id), abort.signal)) as Proposal | undefined;
      this.#propose(id, proposal ?? undefined);
    } catch (error) {
      this.#end(id, { t: "threw", id, because: reasonOf(error) });
    }
  }

  /** What JSON would lose without a word is no proposal. */
  #propose(id: string, proposal: Proposal | undefined): void {
    try {
      if (proposal !== undefined) refuseLoss(proposal);
      this.#end(id, { t: "done", id, proposal });
    } catch (error) {
      this.#end(id, { t: "unusable", id, because: reasonOf(error) });
    }
  }

  #end(id: string, message: object): void {
    if (!this.#inHand.has(id)) return;
    this.#tries.flush();
    this.#channel.post(message);
    this.#inHand.delete(id);
  }

  #toolbox(id: string): Toolbox {
    const call = async (op: string, ...args: unknown[]): Promise<unknown> => {
      if (!this.#inHand.has(id)) throw new Error("this attempt is over");
      for (const arg of args) if (arg !== undefined) refuseLoss(arg);
      const n = ++this.#calls;
      this.#channel.post({ t: "call", id, n, op, args });
      return await this.#answers.call(keyOf(id, n));
    };
    return {
      tools: this.#tools,
      read: (tool, args = {}) => call("read", tool, args),
      write: (type, params = {}, more = {}) => call("write", type, params, more),
      call: (tool, args = {}) => call("call", tool, args) as Promise<ToolReply>,
      note: (step) => call("note", step) as unknown as undefined,
      send: (request, signal) => this.send(request, signal),
    };
  }
}

function keyOf(id: string, n: number): string {
  return `${id} ${n}`;
}

/** What was thrown may be anything, and may throw in turn when it is looked at. */
export function reasonOf(thrown: unknown): string {
  try {
    return (thrown instanceof Error ? thrown.message || thrown.name : String(thrown)).slice(0, LONGEST);
  } catch {
    // A proxy, a getter, an object without a prototype.
    return "something without a readable message was thrown";
  }
}
