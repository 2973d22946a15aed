import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Broker, openBroker } from "../broker/broker.ts";
import type { ReplayMode } from "../broker/records.ts";
import type { Limits } from "../budget/budget.ts";
import type { ReadySuite } from "../suite.ts";
import type { Halt } from "./halt.ts";

/** What a run says about the models its agent may call. */
export interface ModelOptions {
  /** Cost in the currency of the suite's prices, tokens of input and output together, seconds of the run. */
  readonly limits?: (Limits & { readonly time?: number | undefined }) | undefined;
  /** Recorded answers to play; "strict" plays or stops the run. */
  readonly cassette?: { readonly path: string; readonly replay: ReplayMode } | undefined;
  /** Seconds one try of a model call may take. Default: the time of an attempt. */
  readonly callTimeout?: number | undefined;
  /** A key by the name of its environment variable. */
  readonly key?: ((name: string) => string | undefined) | undefined;
}

interface Given extends ModelOptions {
  readonly dir: string;
  readonly concurrency: number;
  readonly clock: () => number;
  readonly notice?: ((text: string) => void) | undefined;
}

/** The cassette meant by a path: the folder itself, or the one in the folder of a run. */
export function cassetteIn(path: string): string {
  const within = join(path, "cassette");
  return existsSync(within) ? within : path;
}

/** A broker that is closed when it is disposed of. */
export type OpenModels = Broker & AsyncDisposable;

/** Opens the way to the agent's models and finds out that they answer; undefined for an agent that calls none. Throws what `openBroker` and `preflight` throw. */
export async function openModels(suite: ReadySuite, timeout: number, given: Given, halt: Halt): Promise<OpenModels | undefined> {
  const hosts = suite.agent.models ?? [];
  if (hosts.length === 0) return undefined;
  const broker = await openBroker({
    hosts,
    dir: given.dir,
    cassette: given.cassette,
    limits: given.limits ?? {},
    prices: suite.prices ?? null,
    concurrency: given.concurrency,
    callTimeout: (given.callTimeout ?? timeout) * 1000,
    key: given.key ?? (() => undefined),
    clock: given.clock,
    notice: (text) => given.notice?.(text),
    halt: (error) => halt.end(error),
  });
  try {
    await broker.preflight();
    return Object.assign(broker, { [Symbol.asyncDispose]: () => broker.close() });
  } catch (error) {
    await broker.close();
    throw error;
  }
}
