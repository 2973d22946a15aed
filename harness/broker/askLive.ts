import type { Budget } from "../budget/budget.ts";
import { estimateOf, leftUsage, streamedUsageOf, usageOf } from "../budget/usageOf.ts";
import { type Exchange, keptBody } from "../cassette/exchange.ts";
import type { Wait } from "../toolbox/attemptTime.ts";
import type { Open } from "./checkRequest.ts";
import type { Host } from "./door.ts";
import type { Line } from "./line.ts";
import { type Headers, headerOf } from "./pacing.ts";
import { LEFT, type Parts } from "./parts.ts";
import type { Records } from "./records.ts";
import { Whole } from "./whole.ts";
import type { Arrived } from "./wire.ts";
import { textWithout } from "./withoutKey.ts";

/** What a live call needs. */
export interface LiveDesk {
  readonly records: Records;
  readonly budget: Budget;
  line(host: Host): Line;
  key(host: Host): string;
  /** Is waited for before the cassettes are closed. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** Under which name an exchange goes on record. */
export type Ids = Pick<Exchange, "key" | "case" | "attempt">;

/** An answer that is all there, and on record. */
export interface Came {
  readonly exchange: Exchange;
  readonly bytes: Buffer;
}

/** An answer that still comes: its parts, and what is on record once nothing more comes; undefined where it broke off. */
export interface Coming {
  readonly status: number;
  readonly headers: Exchange["headers"];
  readonly parts: Parts;
  readonly recorded: Promise<Exchange | undefined>;
}

/** Of the headers that come back only these go on, and on record: the others are nobody's business, or change every time. */
const KEPT = ["content-type", "x-request-id", "request-id"];

/** Puts a request to its model, within the budget, and on record what it answers. Throws a CallFault, the signal's reason, or an EarnestError. */
export async function askLive(
  desk: LiveDesk,
  open: Open,
  ids: Ids,
  signal: AbortSignal | undefined,
  wait: Wait,
): Promise<Came | Coming> {
  const { door, model, body } = open;
  const paid = door.method === "POST";
  // Neither its turn nor what the host or others make it wait for is the agent's time.
  wait.begin();
  let arrived: Arrived;
  try {
    if (paid) await desk.budget.admit(model);
  } catch (error) {
    wait.end();
    throw error;
  }
  try {
    const headers = headersFor(open, desk.key(door.host));
    const sent = { method: door.method, path: door.host.base + door.path, headers, body };
    arrived = await desk.line(door.host).call(sent, signal, wait);
  } catch (error) {
    if (paid) desk.budget.settle(model, undefined);
    throw error;
  } finally {
    wait.end();
  }
  const { status } = arrived;
  const headers = keptHeaders(arrived.headers, desk.key(door.host));
  const atMost = (came: Buffer, cut: boolean) => estimateOf(Buffer.byteLength(body ?? ""), came.length, cut ? open.most : 0);
  const record = async (whole: Whole, left: boolean): Promise<Exchange> => {
    const kept = keptBody(whole.bytes, () => whole.text);
    const said = () => (isStream(headers) ? streamedUsageOf(whole.text) : usageOf(whole.json));
    // A request that was refused took nothing.
    const took = paid && status < 300;
    const usage = took ? (said() ?? null) : null;
    const estimate = took && (left || usage === null) ? leftUsage(usage ?? undefined, atMost(whole.bytes, left)) : undefined;
    if (paid) desk.budget.settle(model, took ? usage : undefined, estimate);
    const request = { method: door.method, path: door.path, model, digest: open.digest };
    const more = { ...(estimate === undefined ? {} : { estimate }), ...(left ? { left } : {}) };
    const exchange = { ...ids, request, status, headers, ...kept, usage, ...more };
    await desk.records.keep(exchange);
    return exchange;
  };
  const parts = arrived.body;
  if (parts instanceof Whole) return { exchange: await record(parts, false), bytes: parts.bytes };
  const recorded = desk.track(
    parts.finished.then(async () => {
      if (parts.failure === undefined || parts.failure === LEFT) return record(new Whole(parts.bytes), parts.failure === LEFT);
      // It broke off: it is no answer, and yet it may have to be paid for.
      const said = streamedUsageOf(parts.bytes.toString());
      desk.budget.settle(model, said ?? null, leftUsage(said, atMost(parts.bytes, true)));
      return undefined;
    }),
  );
  return { status, headers, parts, recorded };
}

/** Is a body of such headers passed on event by event? */
export function isStream(headers: Exchange["headers"]): boolean {
  return /^\s*text\/event-stream\b/i.test(headers["content-type"] ?? "");
}

/** What the agent sent along is left out: a header may switch on what a body may not ask for. */
function headersFor({ door, body }: Open, key: string): Record<string, string> {
  return {
    ...(key === "" ? {} : { authorization: `Bearer ${key}` }),
    ...(body === null ? {} : { "content-type": "application/json" }),
    ...(door.path === "/messages" ? { "anthropic-version": "2023-06-01", ...(key === "" ? {} : { "x-api-key": key }) } : {}),
  };
}

function keptHeaders(headers: Headers, key: string): Exchange["headers"] {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = headerOf(headers, name);
    if (value !== undefined) kept[name] = textWithout(key, value);
  }
  return kept;
}
