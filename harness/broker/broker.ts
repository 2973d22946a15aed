import type { ModelHost } from "../agent.ts";
import { Budget, type Limits, type Spent } from "../budget/budget.ts";
import type { PriceTable } from "../budget/prices.ts";
import { EarnestError } from "../errors.ts";
import type { Exchanges } from "../toolbox.ts";
import { visibleLine } from "../words.ts";
import { Attempt, type Desk, type Memory, type Missed } from "./attempt.ts";
import { doorsOf, type Host, hostsOf } from "./door.ts";
import { Line } from "./line.ts";
import { Records, type ReplayMode } from "./records.ts";
import { isLookedFor } from "./withoutKey.ts";

export interface BrokerOptions {
  /** Only these are called. */
  readonly hosts: readonly ModelHost[];
  /** Folder of the run: every exchange is recorded in its folder `cassette`. */
  readonly dir: string;
  /** A cassette to be played, and what is done about what it does not hold. */
  readonly cassette?: { readonly path: string; readonly replay: ReplayMode } | undefined;
  readonly limits: Limits;
  readonly prices: PriceTable | null;
  /** Calls under way to one host, at most. */
  readonly concurrency: number;
  /** Milliseconds one try of a call may take, to its last byte. */
  readonly callTimeout: number;
  /** Tries after the first. Default 5. */
  readonly retries?: number | undefined;
  /** Milliseconds before the second try; each further wait is twice as long, with jitter. Default 500. */
  readonly backoff?: number | undefined;
  /** The key by the name of its environment variable. */
  key(name: string): string | undefined;
  /** Milliseconds since some fixed moment. */
  clock(): number;
  /** Tells the person at the terminal. */
  notice(text: string): void;
  /** Stops the run, once; nothing that is still in hand may go on record afterwards. */
  halt(error: EarnestError): void;
  /** Told of what a strictly played cassette does not hold. Default: the run is halted with CASSETTE_MISS. */
  onMiss?: ((missed: Missed) => void) | undefined;
}

/** An agent's only way out: requests to its own models, and nothing that a provider could act upon by itself. */
export interface Broker {
  readonly exchanges: Exchanges;
  /** Finds out, before the first case, what no call could succeed with. Throws KEY_MISSING, ENDPOINT_UNREACHABLE, PRICE_MISSING. */
  preflight(): Promise<void>;
  /** What this run took from the models so far, what it took before it was resumed included. */
  spent(): Spent;
  /** Ends what is under way and closes the cassettes. Throws CASSETTE_WRITE. */
  close(): Promise<void>;
}

const RETRIES = 5;
const BACKOFF = 500;

/** Opens the way out. Throws SUITE_BROKEN for a base URL that is none, and CASSETTE_MISSING, CASSETTE_CORRUPT or CASSETTE_WRITE. */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const hosts = hostsOf(options.hosts);
  const { limits, prices, notice } = options;
  const budget = new Budget({ limits, prices, notice });
  const records = await Records.open(options, ({ request, status, usage, estimate, played }) => {
    if (played !== true && request.method === "POST" && status < 300) budget.carry(request.model, usage, estimate);
  });
  const lines = new Map<Host, Line>();
  const memories = new WeakMap<object, Memory>();
  const underWay = new Set<Promise<unknown>>();
  let halted = false;

  const desk: Desk = {
    doorOf: doorsOf(hosts),
    records,
    budget,
    get halted() {
      return halted;
    },
    halt(error) {
      if (halted) return;
      halted = true;
      options.halt(error);
    },
    missed(missed) {
      if (options.onMiss === undefined) desk.halt(cassetteMiss(missed));
      else options.onMiss(missed);
    },
    track(work) {
      const done = () => underWay.delete(work);
      underWay.add(work);
      work.then(done, done);
      return work;
    },
    key: (host) => options.key(host.key)?.trim() ?? "",
    line(host) {
      let line = lines.get(host);
      if (line === undefined) {
        const { concurrency, callTimeout: timeout, retries = RETRIES, backoff = BACKOFF, clock } = options;
        line = new Line({ host, key: desk.key(host), concurrency, timeout, retries, backoff, clock, notice, halt: desk.halt });
        lines.set(host, line);
      }
      return line;
    },
  };

  const exchanges: Exchanges = (given) => {
    let memory = memories.get(given.of);
    if (memory === undefined) {
      memory = new Map();
      memories.set(given.of, memory);
    }
    const attempt = new Attempt(desk, given, memory);
    return (request, signal) => desk.track(attempt.send(request, signal));
  };

  return {
    exchanges,
    async preflight() {
      if (records.strict) return;
      budget.check(options.hosts.flatMap(({ models = [] }) => models));
      for (const host of hosts) {
        await desk.line(host).preflight();
        if (host.key !== "" && !isLookedFor(desk.key(host)))
          notice(
            `The key in ${host.key} is too short to be looked for: an answer that repeats it is passed on and recorded with it`,
          );
      }
    },
    spent: () => budget.spent,
    async close() {
      halted = true;
      for (const line of lines.values()) await line.close();
      while (underWay.size > 0) await Promise.allSettled(underWay);
      await records.close();
    },
  };
}

function cassetteMiss({ case: id, attempt, request, model, digest }: Missed): EarnestError {
  return new EarnestError(
    "CASSETTE_MISS",
    `the cassette holds no answer to ${request} of case ${visibleLine(id)}, attempt ${attempt}`,
    {
      details: [`model ${visibleLine(model)}, request ${digest.slice(0, 16)}`],
      next: "The case, the prompt, the tools or the model changed since it was recorded; --replay record asks the model for what is missing",
    },
  );
}
