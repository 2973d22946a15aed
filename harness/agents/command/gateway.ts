import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { AgentFailure, type Incoming, type ModelHost, type WatchedToolbox } from "../../agent.ts";
import { messageOf } from "../../errors.ts";
import { shorten, visibleLine } from "../../words.ts";
import { bodyOf } from "../bodyOf.ts";
import { callsTo, NO_MODELS, type Own } from "../ownModels.ts";

/** Where the shim inside the sandbox listens; the broker takes it for the first host that the agent may call. */
export const LOOPBACK = "http://127.0.0.1:8123";

/** The attempt that a program has in hand. */
export interface InHand {
  readonly toolbox: WatchedToolbox;
  readonly signal: AbortSignal;
  /** The attempt is over, whatever the program makes of it. */
  failed(failure: AgentFailure): void;
}

export interface GatewayOptions {
  /** A Unix socket, or a port of the loopback (0: any). */
  readonly at: string | 0;
  /** What a request must carry as its key, where others could reach the gateway as well. */
  readonly key?: string | undefined;
  /** The models that may be called here. */
  readonly models: readonly ModelHost[];
  inHand(): InHand | undefined;
  /** Something was tried while no case was in hand. */
  breach(kind: string, target: string): void;
  /** A model was called where the suite names none. */
  unnamed(): void;
  /** A model that may be called was called while no case was in hand. */
  late(): void;
}

/** The way out of one program: what it sends by HTTP goes to the toolbox of the attempt in hand, or nowhere. */
export interface Gateway {
  /** What a program is told as the address. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Each may send the largest body there is; together that is no more than what the harness can hold. */
const MOST_CONNECTIONS = 32;
const LONGEST_TARGET = 200;
/** Headers that belong to one connection, or that the broker writes itself. */
const OWN = new Set([
  ...["host", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "content-length", "te", "trailer", "upgrade"],
  ...["authorization", "proxy-authorization", "x-api-key", "expect"],
]);

/** Opens the way out of one program. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const breach = (target: string) => {
    const text = shorten(visibleLine(target), LONGEST_TARGET);
    const hand = options.inHand();
    if (hand === undefined) options.breach("network", text);
    else hand.toolbox.breach("network", text);
  };
  const own = callsTo(options.models);
  // Loaded here: it brings much along, and most processes that load this file serve nobody.
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    answer(request, response, options, { own, breach }).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 502, messageOf(error));
    });
  });
  // A tunnel would lead past the broker, and so would another protocol.
  server.on("connect", (request, socket) => {
    breach(`CONNECT ${request.url ?? ""}`);
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    socket.on("error", () => undefined);
  });
  server.on("upgrade", (request, socket) => {
    breach(`${request.headers.upgrade ?? "upgrade"} ${request.url ?? ""}`);
    socket.on("error", () => undefined);
    socket.destroy();
  });
  server.requestTimeout = 0;
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (options.at === 0) server.listen(0, "127.0.0.1", resolve);
    else server.listen({ path: options.at, writableAll: true }, resolve);
  });
  const origin = options.at === 0 ? `http://127.0.0.1:${(server.address() as AddressInfo).port}` : LOOPBACK;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { key, models, inHand, unnamed, late }: GatewayOptions,
  { own, breach }: { readonly own: Own; readonly breach: (target: string) => void },
): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const target = url.startsWith("/") ? `${LOOPBACK}${url}` : url;
  const hand = inHand();
  const known = key === undefined || carries(request, key);
  // The address was given to it: whoever uses it tries nothing that it was not told to.
  if (known && models.length === 0 && target !== url) {
    hand?.toolbox.step({
      kind: "model",
      name: `${method} ${shorten(url, LONGEST_TARGET)}`,
      answer: NO_MODELS,
      source: "refused",
    });
    unnamed();
    return refuse(response, 403, NO_MODELS);
  }
  if (hand === undefined || !known) {
    if (known && own(target)) late();
    else breach(`${method} ${target}${hand === undefined ? "" : ", without the key"}`);
    return refuse(response, 403, hand === undefined ? "no case is in hand" : "the key is wrong");
  }
  const body = await bodyOf(request);
  if (body === undefined) return refuse(response, 413, "the request is too large");
  const over = new AbortController();
  response.on("close", () => over.abort());
  const signal = AbortSignal.any([hand.signal, over.signal]);
  let came: Incoming;
  try {
    came = await hand.toolbox.send({ method, url: target, headers: headersOf(request), body }, signal);
  } catch (error) {
    if (error instanceof AgentFailure) hand.failed(error);
    return refuse(response, 403, messageOf(error));
  }
  response.writeHead(
    came.status,
    Object.fromEntries(Object.entries(came.headers).filter(([name]) => !OWN.has(name.toLowerCase()))),
  );
  // Headers go at once: a stream whose first part takes its time must not look like a dead line.
  response.flushHeaders();
  await pipeline(came.body, response, { signal });
}

function carries({ headers }: IncomingMessage, key: string): boolean {
  return headers.authorization === `Bearer ${key}` || headers["x-api-key"] === key;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OWN.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]));
}

/** In the form that clients of model providers understand. */
function refuse(response: ServerResponse, status: number, because: string): void {
  const text = JSON.stringify({ error: { message: shorten(because, 500), type: "earnest", code: "EARNEST_REFUSED" } });
  response.writeHead(status, { "content-type": "application/json" }).end(text);
}
