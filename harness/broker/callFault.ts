import { type Headers, headerOf, retryAfter, untilReset } from "./pacing.ts";
import { Whole } from "./whole.ts";
import type { Arrived } from "./wire.ts";

/**
 * Why there is no answer: `unreachable` may be better the next time, `refused` and `key` are not before
 * somebody mends them, and none of these says anything of the request. `unusable` is the fault of this one answer.
 */
export class CallFault extends Error {
  readonly kind: "unreachable" | "refused" | "key" | "unusable";
  /** The host has too much to do. */
  readonly overloaded: boolean;
  /** Milliseconds that the host asks to wait. */
  readonly wait: number | undefined;

  constructor(kind: CallFault["kind"], because: string, more: { overloaded?: boolean; wait?: number | undefined } = {}) {
    super(because);
    this.kind = kind;
    this.overloaded = more.overloaded ?? false;
    this.wait = more.wait;
  }
}

const OVERLOADED = [429, 503, 529];
/** Milliseconds; nobody waits longer, and who is asked to stops and goes on another time. */
export const MOST_WAIT = 600_000;

/** What is wrong with what came, when it is no answer to the request but a failure on the way; undefined for an answer, an error included. */
export function faultOf(method: string, { status, headers, body }: Arrived): CallFault | undefined {
  if (status === 408 || status === 429 || status >= 500) return busy(status, headers, body);
  if (status === 401 || status === 403) return new CallFault("key", `it refuses the key (${status})`);
  if (status >= 300 && status < 400) return new CallFault("refused", `it sends the call somewhere else (${status})`);
  // A gateway in trouble likes to say so with a page and a good status.
  if (status < 300 && method === "POST" && body instanceof Whole && !isObject(body.json)) {
    return new CallFault("unreachable", `it answered ${status} with something that is not JSON`);
  }
  return undefined;
}

function busy(status: number, headers: Headers, body: Arrived["body"]): CallFault {
  const wait = retryAfter(headers) ?? (status === 429 ? untilReset(headers) : undefined);
  if (status === 429 && body instanceof Whole && body.bytes.includes('"insufficient_quota"'))
    return new CallFault("refused", "the account has no quota left (429)");
  return new CallFault("unreachable", `it answered ${status}`, { overloaded: OVERLOADED.includes(status), wait });
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Is it a web page? Then the address is not that of a model. */
export function isPage(headers: Headers): boolean {
  return /^\s*text\/html\b/i.test(headerOf(headers, "content-type") ?? "");
}
