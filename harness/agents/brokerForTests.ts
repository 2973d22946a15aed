import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Incoming } from "../agent.ts";
import { type Broker, type BrokerOptions, openBroker } from "../broker/broker.ts";
import type { EarnestError } from "../errors.ts";
import type { CaseToolbox } from "../toolbox.ts";
import { bareDesk, toolboxFor } from "./forTests.ts";

export const KEY = "sk-test-0123456789abcdef";

/** For tests: a real host on loopback that answers as it is told. */
export interface TestHost extends AsyncDisposable {
  readonly baseURL: string;
  /** Requests under way now, the most there ever were, and all there were. */
  readonly seen: {
    live: number;
    peak: number;
    total: number;
    readonly bodies: string[];
    readonly headers: IncomingMessage["headers"][];
  };
}

export async function testHost(
  answer: (response: ServerResponse, body: string, nth: number, request: IncomingMessage) => void,
): Promise<TestHost> {
  const seen: TestHost["seen"] = { live: 0, peak: 0, total: 0, bodies: [], headers: [] };
  const server = createServer(async (request, response) => {
    if (request.method === "GET") return void response.end('{"object":"list","data":[]}');
    const nth = ++seen.total;
    seen.peak = Math.max(seen.peak, ++seen.live);
    response.once("close", () => seen.live--);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    seen.bodies.push(body);
    seen.headers.push(request.headers);
    answer(response, body, nth, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** For tests: a broker in a folder of its own, and what it said and stopped. */
export interface TestBroker extends AsyncDisposable {
  readonly broker: Broker;
  readonly dir: string;
  readonly notices: string[];
  readonly halts: EarnestError[];
  /** The toolbox of an attempt at this case. */
  toolbox(id?: string): CaseToolbox;
}

/** Pass `dir` to go on where another one stopped; who made the folder takes it away. */
export async function testBroker(baseURL: string, more: Partial<BrokerOptions> = {}): Promise<TestBroker> {
  const dir = more.dir ?? mkdtempSync(join(tmpdir(), "earnest-broker-"));
  const notices: string[] = [];
  const halts: EarnestError[] = [];
  const broker = await openBroker({
    hosts: [{ baseURL, key: "TEST_KEY" }],
    dir,
    limits: {},
    prices: null,
    concurrency: 8,
    callTimeout: 5_000,
    retries: 3,
    backoff: 2,
    key: () => KEY,
    clock: () => process.uptime() * 1000,
    notice: (text) => notices.push(text),
    halt: (error) => halts.push(error),
    ...more,
  }).catch((error: unknown) => {
    if (more.dir === undefined) rmSync(dir, { recursive: true, force: true });
    throw error;
  });
  return {
    broker,
    dir,
    notices,
    halts,
    toolbox: (id = "a") => toolboxFor({ id }, { ...bareDesk, most: { steps: 1_000, same: 1_000 } }, broker.exchanges),
    async [Symbol.asyncDispose]() {
      await broker.close();
      if (more.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** For tests: a chat request, as an agent sends it. */
export function chat(baseURL: string, text = "hello", more: object = {}) {
  const body = JSON.stringify({ model: "stub-1", messages: [{ role: "user", content: text }], ...more });
  return { method: "POST", url: `${baseURL}/chat/completions`, headers: { authorization: "Bearer placeholder" }, body };
}

/** For tests: a good answer. */
export function good(text = "fine", tokens: { readonly input?: number; readonly output?: number } = {}): string {
  const { input = 10, output = 5 } = tokens;
  return JSON.stringify({
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage: { prompt_tokens: input, completion_tokens: output },
  });
}

export function json(response: ServerResponse, body: string, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

/** For tests: a whole body. */
export async function read(incoming: Incoming): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of incoming.body) parts.push(part);
  return Buffer.concat(parts);
}
