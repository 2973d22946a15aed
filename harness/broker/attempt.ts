import { AgentFailure, type Incoming, type Outgoing } from "../agent.ts";
import { streamedUsageOf } from "../budget/usageOf.ts";
import { sha256 } from "../canonical.ts";
import { bodyOf, type Exchange, exchangeKey } from "../cassette/exchange.ts";
import { EarnestError } from "../errors.ts";
import type { Told } from "../toolbox.ts";
import { askLive, isStream, type LiveDesk } from "./askLive.ts";
import { CallFault } from "./callFault.ts";
import { checkRequest, type Open, type Shut } from "./checkRequest.ts";
import type { Door } from "./door.ts";
import { Parts } from "./parts.ts";

/** A request that the cassette to be played does not hold. */
export interface Missed {
  readonly case: string;
  readonly attempt: number;
  /** Such as "POST /chat/completions". */
  readonly request: string;
  readonly model: string;
  /** Digest of the request. */
  readonly digest: string;
}

/** What all attempts of a run share. */
export interface Desk extends LiveDesk {
  doorOf(request: Outgoing): Door | undefined;
  readonly halted: boolean;
  /** Stops the run. */
  halt(error: EarnestError): void;
  missed(missed: Missed): void;
}

/** What one attempt was told, for the case that it has to begin again: the same requests get the same answers. */
export type Memory = Map<string, Exchange>;

/** The way of one attempt to the models. */
export class Attempt {
  readonly #desk: Desk;
  readonly #case: string;
  readonly #attempt: number;
  readonly #told: Told;
  readonly #memory: Memory;
  /** For each request, which of its like are under way or answered. */
  readonly #taken = new Map<string, Set<number>>();

  constructor(desk: Desk, given: { readonly case: string; readonly attempt: number; readonly told: Told }, memory: Memory) {
    this.#desk = desk;
    this.#case = given.case;
    this.#attempt = given.attempt;
    this.#told = given.told;
    this.#memory = memory;
  }

  /** Answers a request: refused at the door, from the record, or live. Throws an AgentFailure where that ends the attempt. */
  async send(request: Outgoing, signal: AbortSignal | undefined): Promise<Incoming> {
    signal?.throwIfAborted();
    if (this.#desk.halted) throw stopped();
    const checked = checkRequest(request, this.#desk.doorOf);
    if (checked.shut) return this.#refuse(checked);
    this.#told.called(checked.name, { model: checked.model, request: checked.digest });
    const nth = this.#take(checked.digest);
    try {
      const key = exchangeKey(this.#case, this.#attempt, checked.digest, nth);
      const found = this.#memory.get(key) ?? (await this.#onRecord(key));
      return found === undefined ? await this.#live(checked, key, signal) : this.#given(checked, found);
    } catch (error) {
      // Who gave up and asks again asks the same question, not a second one.
      this.#taken.get(checked.digest)?.delete(nth);
      throw this.#ending(error);
    }
  }

  #refuse({ name, status, because, breach }: Shut): Incoming {
    if (breach !== undefined) this.#told.breach(breach.kind, breach.target);
    this.#told.called(name, {});
    this.#told.step({ kind: "model", name, answer: { status, because }, source: "refused" });
    const type = breach === undefined ? "invalid_request_error" : "earnest_refused";
    const error = { message: because, type, param: null, code: breach?.kind ?? null };
    return { status, headers: { "content-type": "application/json" }, body: once(Buffer.from(JSON.stringify({ error }))) };
  }

  #take(digest: string): number {
    let taken = this.#taken.get(digest);
    if (taken === undefined) {
      taken = new Set();
      this.#taken.set(digest, taken);
    }
    let nth = 1;
    while (taken.has(nth)) nth++;
    taken.add(nth);
    return nth;
  }

  /** What this run was told before it was cut off, or what the cassette to be played holds. */
  #onRecord(key: string): Exchange | undefined | Promise<Exchange> {
    const { records } = this.#desk;
    const found = records.find(key);
    if (found === undefined) return undefined;
    const exchange = found.ours ? found.exchange : { ...found.exchange, played: true as const };
    this.#remember(exchange);
    return found.ours ? exchange : records.keepPlayed(exchange).then(() => exchange);
  }

  async #live(open: Open, key: string, signal: AbortSignal | undefined): Promise<Incoming> {
    const ids = { key, case: this.#case, attempt: this.#attempt };
    if (this.#desk.records.strict) {
      const { name, model, digest } = open;
      this.#desk.missed({ case: this.#case, attempt: this.#attempt, request: name, model, digest });
      throw new AgentFailure("model-error", `the cassette holds no answer to ${name}`);
    }
    const came = await askLive(this.#desk, open, ids, signal, this.#told.waiting());
    if ("exchange" in came) {
      this.#remember(came.exchange);
      return this.#given(open, came.exchange, came.bytes);
    }
    const { status, headers, parts } = came;
    const recorded = came.recorded.then((exchange) => {
      if (exchange !== undefined) this.#remember(exchange);
      return exchange;
    });
    // The agent may never read to the end, and the run has to stop all the same when the record cannot be kept.
    recorded.catch((error: unknown) => this.#ending(error));
    const step = { request: { ...open.door, model: open.model }, key, status };
    return { status, headers, body: this.#followed(open, parts, step, () => recorded) };
  }

  /** The answer as the agent gets it. */
  #given(open: Open, exchange: Exchange, bytes = bodyOf(exchange)): Incoming {
    const { status, headers } = exchange;
    if (isStream(headers))
      return { status, headers, body: this.#followed(open, Parts.of(bytes), exchange, async () => exchange) };
    this.#step(exchange, { digest: sha256(bytes), ...spent(exchange) });
    return { status, headers, body: once(bytes) };
  }

  /** Passes parts on. Its step is on the trace before the agent can act on the end, or when it goes before that. */
  async *#followed(
    { hidesUsage }: Open,
    parts: Parts,
    step: Stepped,
    recorded: () => Promise<Exchange | undefined>,
  ): AsyncGenerator<Buffer> {
    let failed = false;
    try {
      for await (const event of parts.read()) if (!hidesUsage || !isUsageAlone(event)) yield event;
    } catch (error) {
      failed = true;
      throw this.#ending(error);
    } finally {
      if (parts.isRead) await this.#finished(step, recorded);
      else if (!failed) this.#step(step, { left: true });
    }
  }

  async #finished(step: Stepped, recorded: () => Promise<Exchange | undefined>): Promise<void> {
    try {
      const exchange = await recorded();
      if (exchange === undefined) return;
      this.#step(step, { digest: sha256(bodyOf(exchange)), ...spent(exchange) });
    } catch (error) {
      throw this.#ending(error);
    }
  }

  #step({ request: { method, path, model }, key, status }: Stepped, answer: object): void {
    this.#told.step({ kind: "model", name: `${method} ${path}`, args: { model, key }, answer: { status, ...answer } });
  }

  /** What an answer took counts for the attempt once, whoever paid and however often the attempt begins anew. */
  #remember(exchange: Exchange): void {
    const { key, request, status, usage, played, left } = exchange;
    // Half an answer is none to begin anew with.
    if (left !== true) this.#memory.set(key, exchange);
    if (request.method !== "POST" || status >= 300) return;
    const took = { calls: 1, input: usage?.input ?? 0, cached: usage?.cached ?? 0, output: usage?.output ?? 0 };
    this.#told.usage({ model: request.model, ...took, ...(played === true ? { played: took } : {}) }, key);
  }

  /** What an error means for the attempt, or for the whole run. */
  #ending(error: unknown): unknown {
    if (error instanceof EarnestError) {
      this.#desk.halt(error);
      return stopped();
    }
    if (!(error instanceof CallFault)) return error;
    const because = `the model could not be reached: ${error.message}`;
    this.#told.failed(because);
    return new AgentFailure("model-error", because);
  }
}

/** What is told of an exchange on the trace: nothing that would be another the next time. */
interface Stepped {
  readonly request: { readonly method: string; readonly path: string; readonly model: string };
  readonly key: string;
  readonly status: number;
}

/** The event that a stream ends with when it was asked what it took: programs that did not ask for it may trip over it. */
function isUsageAlone(event: Buffer): boolean {
  if (!event.includes('"usage"') || !/"choices": ?\[\s*\]/.test(event.toString())) return false;
  return streamedUsageOf(event.toString()) !== undefined;
}

function spent({ usage }: Exchange): object {
  return usage === null ? {} : { input: usage.input, output: usage.output };
}

function stopped(): AgentFailure {
  return new AgentFailure("model-error", "the run was stopped");
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}
