import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import { EarnestError } from "../errors.ts";
import type { Wait } from "../toolbox/attemptTime.ts";
import { CallFault, faultOf, isPage, MOST_WAIT } from "./callFault.ts";
import type { Host } from "./door.ts";
import { Lane } from "./lane.ts";
import { headerOf, untilReset } from "./pacing.ts";
import { Pulse } from "./pulse.ts";
import { type Arrived, type Sent, Wire } from "./wire.ts";

export interface LineOptions {
  readonly host: Host;
  readonly key: string;
  readonly concurrency: number;
  /** Milliseconds one try may take. */
  readonly timeout: number;
  /** Tries after the first. */
  readonly retries: number;
  /** Milliseconds before the second try; each further wait is twice as long. */
  readonly backoff: number;
  clock(): number;
  notice(text: string): void;
  halt(error: EarnestError): void;
}

const LONGEST_BACKOFF = 30_000;
/** Milliseconds; a longer pause is told to the person who waits. */
const LONG = 5_000;

/** The line to one host: so many calls at once, tried again where that may help, and given up when nobody is there. */
export class Line {
  readonly #options: LineOptions;
  readonly #lane: Lane;
  readonly #wire: Wire;
  readonly #pulse: Pulse;
  readonly #calls = new Set<AbortController>();
  #closed = false;
  #saidUntil = Number.NEGATIVE_INFINITY;

  constructor(options: LineOptions) {
    const { host, key, concurrency, timeout, clock } = options;
    this.#options = options;
    this.#lane = new Lane(concurrency, clock);
    this.#wire = new Wire({ origin: host.origin, connections: 2 * concurrency, timeout, key });
    this.#pulse = new Pulse({
      probe: async () => (await this.#probe()) === undefined,
      dead: (because) => options.halt(this.#unreachable(because)),
    });
  }

  /**
   * An answer, or its first part; a CallFault when it was tried often enough, or the signal's reason.
   * Where the host is dead the run is halted before that. `wait` lasts whenever no try is under way.
   * Throws LIMIT_REACHED where the host asks for a wait that nobody waits.
   */
  async call(sent: Sent, signal: AbortSignal | undefined, wait: Wait): Promise<Arrived> {
    signal?.throwIfAborted();
    if (this.#closed) throw stopped();
    const call = new AbortController();
    const leave = () => call.abort(signal?.reason);
    const over = () => {
      signal?.removeEventListener("abort", leave);
      this.#calls.delete(call);
    };
    signal?.addEventListener("abort", leave, { once: true });
    this.#calls.add(call);
    this.#pulse.began();
    try {
      const arrived = await this.#tried(sent, call.signal, wait);
      this.#pulse.answered();
      void arrived.over.then(over);
      return arrived;
    } catch (error) {
      over();
      if (error instanceof CallFault && error.kind !== "unusable") await this.#pulse.lost(error.message);
      throw error;
    } finally {
      this.#pulse.ended();
    }
  }

  /** Throws KEY_MISSING or ENDPOINT_UNREACHABLE where calls could not be answered. */
  async preflight(): Promise<void> {
    const { host, key } = this.#options;
    if (host.key !== "" && !/^[\x21-\x7e]+$/.test(key)) {
      throw new EarnestError("KEY_MISSING", `${host.key} ${key === "" ? "is not set" : "holds characters that no key has"}`, {
        next: `Put the key for ${host.origin} into the environment variable ${host.key}`,
      });
    }
    const fault = await this.#probe();
    if (fault === undefined) return;
    if (fault.kind !== "key") throw this.#unreachable(fault.message);
    throw new EarnestError(
      "KEY_MISSING",
      `${host.origin} does not take the key in ${host.key || "use, which is none"}: ${fault.message}`,
      {
        next: `Put a key that is valid for ${host.origin}${host.base} into ${host.key}`,
      },
    );
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const call of this.#calls) call.abort(stopped());
    this.#lane.close();
    this.#pulse.close();
    await this.#wire.close();
  }

  #tried(sent: Sent, signal: AbortSignal, waits: Wait): Promise<Arrived> {
    const { retries, backoff } = this.#options;
    const say = (ms: number) => this.#say(ms);
    return pRetry(() => this.#once(sent, signal, waits), {
      retries,
      minTimeout: backoff,
      maxTimeout: LONGEST_BACKOFF,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => error instanceof CallFault && error.kind === "unreachable",
      async onFailedAttempt({ error, retriesLeft, retryDelay }) {
        // Where the host is overloaded everybody waits, in the lane; else only this call.
        const wait = error instanceof CallFault && !error.overloaded ? (error.wait ?? 0) - retryDelay : 0;
        if (retriesLeft <= 0 || wait <= 0) return;
        say(wait);
        await sleep(wait, undefined, { signal });
      },
    });
  }

  async #once(sent: Sent, signal: AbortSignal, waits: Wait): Promise<Arrived> {
    const place = await this.#lane.enter(signal);
    waits.end();
    let overloaded = false;
    try {
      const arrived = await this.#wire.send(sent, signal);
      const reset = untilReset(arrived.headers);
      // A longer one is believed when the next call is refused: some hosts count a day that does not end for everybody.
      if (reset !== undefined && reset <= MOST_WAIT) this.#pause(reset);
      const fault = faultOf(sent.method, arrived);
      if (fault === undefined) {
        void arrived.over.then(() => place.leave("answered"));
        return arrived;
      }
      overloaded = fault.overloaded;
      if (fault.wait !== undefined && fault.wait > MOST_WAIT) throw this.#tooLong(fault.wait);
      if (overloaded && fault.wait !== undefined) this.#pause(fault.wait);
      throw fault;
    } catch (error) {
      waits.begin();
      place.leave(overloaded ? "overloaded" : "neither");
      throw error;
    }
  }

  #pause(ms: number): void {
    this.#lane.pause(ms);
    this.#say(ms);
  }

  #say(ms: number): void {
    const until = this.#options.clock() + ms;
    if (ms < LONG || until < this.#saidUntil + LONG) return;
    this.#saidUntil = until;
    const { origin } = this.#options.host;
    this.#options.notice(
      `${origin} asks to wait ${Math.ceil(ms / 1000)} s: what stands in line there waits, and no attempt loses its time by it`,
    );
  }

  #tooLong(ms: number): EarnestError {
    const { origin } = this.#options.host;
    return new EarnestError("LIMIT_REACHED", `${origin} asks to wait ${Math.ceil(ms / 60_000)} minutes`, {
      next: "What is done is on record; go on with --resume later",
    });
  }

  /** What keeps the host from answering; undefined where it is there, whatever it says of a list of its models. */
  async #probe(): Promise<CallFault | undefined> {
    const { host, key, retries, backoff } = this.#options;
    const headers = key === "" ? {} : { authorization: `Bearer ${key}` };
    const sent = { method: "GET", path: `${host.base}/models`, headers, body: null } as const;
    const ask = async (): Promise<void> => {
      const arrived = await this.#wire.send(sent);
      const fault = faultOf("GET", arrived);
      if (fault !== undefined && !(arrived.status === 429 && fault.kind === "unreachable")) throw fault;
      if (arrived.status < 300 && isPage(arrived.headers))
        throw new CallFault("refused", `it answers with a web page (${headerOf(arrived.headers, "content-type")})`);
    };
    try {
      await pRetry(ask, {
        retries: Math.min(retries, 2),
        minTimeout: backoff,
        shouldRetry: ({ error }) => error instanceof CallFault && error.kind === "unreachable",
      });
      return undefined;
    } catch (error) {
      if (error instanceof CallFault) return error;
      throw error;
    }
  }

  #unreachable(because: string): EarnestError {
    const { origin, base } = this.#options.host;
    return new EarnestError("ENDPOINT_UNREACHABLE", `the model at ${origin}${base} cannot be reached: ${because}`, {
      next: "See that the base URL is right and the host is up; what is done so far stays, and --resume goes on",
    });
  }
}

function stopped(): CallFault {
  return new CallFault("unusable", "the run was stopped");
}
