import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { sha256 } from "../canonical.ts";
import { messageOf } from "../errors.ts";
import { plainRule, type StubRule, servedFor } from "./stub/answer.ts";
import { type Asked, askedIn } from "./stub/asked.ts";
import { type FaultOnTheWay, type Faults, faultOfTheModel, faultOnTheWay, readFaults } from "./stub/faults.ts";
import { written } from "./stub/write.ts";

export interface StubOptions {
  /** The only key it takes; without one it takes any. */
  readonly key?: string | undefined;
  /** Milliseconds before every answer. */
  readonly latency?: number | undefined;
  readonly rule?: StubRule | undefined;
  readonly faults?: Faults | undefined;
  /** How often in a row the same request meets its fault on the way; default 1. */
  readonly depth?: number | undefined;
  /** Milliseconds that a 429 asks to wait; default 20. */
  readonly retryAfter?: number | undefined;
  /** More requests at once than this are answered with 429. */
  /** False: log probabilities are asked for in vain. */
  readonly logprobs?: boolean | undefined;
  readonly most?: number | undefined;
  /** Default: any free one. */
  readonly port?: number | undefined;
}

/** What was asked of a stub, for tests to look at; as a process it tells the same under GET /stub/seen. */
export interface StubSeen {
  requests: number;
  /** Most requests in hand at once. */
  peak: number;
  /** By the sha-256 of each body: how often it was asked, and how often answered with 200. */
  readonly contents: Record<string, { asked: number; answered: number }>;
  /** How often each fault was served. */
  readonly faults: Record<string, number>;
  /** Authorization headers, each once. */
  readonly authorizations: string[];
  /** Method and path of everything that is no model call. */
  readonly others: string[];
}

export interface StubModel {
  /** Ends in /v1. */
  readonly baseURL: string;
  readonly seen: StubSeen;
  close(): Promise<void>;
}

const APIS: Readonly<Record<string, Asked["api"]>> = { "/v1/chat/completions": "chat", "/v1/responses": "responses" };
const JSON_TYPE = { "content-type": "application/json" };

/**
 * A pretended model for tests, benchmarks and trying out: Chat Completions and Responses, whole or streamed, on loopback.
 * Every answer is a pure function of the request; faults come by a schedule that hangs on what is asked and how often.
 */
export async function stubModel(options: StubOptions = {}): Promise<StubModel> {
  const { latency = 0, most = Number.POSITIVE_INFINITY } = options;
  const seen: StubSeen = { requests: 0, peak: 0, contents: {}, faults: {}, authorizations: [], others: [] };
  let inHand = 0;
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) => {
    const { method = "", url = "" } = request;
    if (url === "/stub/seen") return json(response, 200, seen);
    const { authorization = "" } = request.headers;
    if (!seen.authorizations.includes(authorization)) seen.authorizations.push(authorization);
    const api = method === "POST" ? APIS[url] : undefined;
    if (api === undefined) seen.others.push(`${method} ${url}`);
    if (options.key !== undefined && authorization !== `Bearer ${options.key}`)
      return fail(response, 401, "invalid_request_error", "Incorrect API key provided.");
    if (method === "GET" && url === "/v1/models")
      return json(response, 200, { object: "list", data: [{ id: "stub", object: "model" }] });
    if (api === undefined) return fail(response, 404, "invalid_request_error", "There is nothing here.");
    seen.requests++;
    inHand++;
    seen.peak = Math.max(seen.peak, inHand);
    response.once("close", () => inHand--);
    const crowded = inHand > most;
    read(request, (body) => {
      const go = () => (crowded ? serveFault("429", "", response, options, seen) : answer(api, body, response, options, seen));
      if (latency > 0) setTimeout(go, latency);
      else go();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", 4096, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    seen,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function read(request: IncomingMessage, done: (body: string) => void): void {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => done(parts.length === 1 ? String(parts[0]) : Buffer.concat(parts).toString()));
}

function answer(api: Asked["api"], body: string, response: ServerResponse, options: StubOptions, seen: StubSeen): void {
  const { rule = plainRule, faults = {}, depth = 1, logprobs = true } = options;
  const digest = sha256(body);
  seen.contents[digest] ??= { asked: 0, answered: 0 };
  const content = seen.contents[digest];
  content.asked++;
  let asked: Asked;
  try {
    asked = askedIn(api, body, logprobs);
  } catch (error) {
    return fail(response, 400, "invalid_request_error", messageOf(error));
  }
  const met = faultOnTheWay(faults, asked.text, asked.calls.length, content.asked, depth);
  if (met !== undefined && met !== "cut") return serveFault(met, "", response, options, seen);
  const fault = asked.first ? faultOfTheModel(faults, asked.text) : undefined;
  if (fault !== undefined) seen.faults[fault] = (seen.faults[fault] ?? 0) + 1;
  const served = servedFor(rule(asked), fault);
  const output = served.calls.reduce((sum, { args }) => sum + args.length, served.text?.length ?? 0);
  const text = written(asked, served, digest.slice(0, 16), { input: Math.ceil(body.length / 4), output: Math.ceil(output / 4) });
  if (met === "cut") return serveFault(met, text, response, options, seen);
  content.answered++;
  const bytes = Buffer.from(fault === "utf8" ? text.replaceAll("\\u0000", "\u0000") : text);
  // The mark of the rule becomes a byte that no UTF-8 text may hold.
  if (fault === "utf8") for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0)) bytes[at] = 0xff;
  if (!asked.stream) {
    response.writeHead(200, { ...JSON_TYPE, "content-length": bytes.length, "x-request-id": digest.slice(0, 16) }).end(bytes);
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  // Cut anywhere, through events and characters alike, as a network does.
  const third = Math.ceil(bytes.length / 3);
  response.write(bytes.subarray(0, third));
  setImmediate(() => {
    response.write(bytes.subarray(third, 2 * third));
    setImmediate(() => response.end(bytes.subarray(2 * third)));
  });
}

function serveFault(
  fault: FaultOnTheWay,
  text: string,
  response: ServerResponse,
  { retryAfter = 20 }: StubOptions,
  seen: StubSeen,
): void {
  seen.faults[fault] = (seen.faults[fault] ?? 0) + 1;
  switch (fault) {
    case "429":
      return fail(response, 429, "rate_limit_exceeded", "Rate limit reached for requests.", {
        "retry-after": String(Math.ceil(retryAfter / 1000)),
        "retry-after-ms": String(retryAfter),
        "x-ratelimit-limit-requests": "100",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": `${retryAfter}ms`,
      });
    case "500":
      return fail(response, 500, "server_error", "The server had an error while processing your request.");
    case "503":
      return fail(response, 503, "server_error", "The engine is currently overloaded.");
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "cut":
      response.writeHead(200, { ...JSON_TYPE, "content-length": Buffer.byteLength(text) });
      response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
  }
}

function fail(response: ServerResponse, status: number, code: string, message: string, headers = {}): void {
  json(response, status, { error: { message, type: code, code, param: null } }, headers);
}

function json(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
}

if (process.argv[1] === import.meta.filename) {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      key: text,
      latency: text,
      rule: text,
      faults: text,
      depth: text,
      "retry-after": text,
      most: text,
      port: text,
      "with-parent": { type: "boolean" },
    },
  });
  const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));
  const { baseURL } = await stubModel({
    key: values.key,
    latency: number(values.latency),
    rule:
      values.rule === undefined ? undefined : ((await import(pathToFileURL(values.rule).href)) as { default: StubRule }).default,
    faults: readFaults(values.faults ?? ""),
    depth: number(values.depth),
    retryAfter: number(values["retry-after"]),
    most: number(values.most),
    port: number(values.port),
  });
  // Whoever started it may be killed: then its end of standard input closes.
  if (values["with-parent"] === true) process.stdin.resume().once("close", () => process.exit());
  process.stdout.write(`${JSON.stringify({ baseURL, port: Number(new URL(baseURL).port) })}\n`);
}
