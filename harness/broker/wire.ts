import { createRequire } from "node:module";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import type { Dispatcher, Pool } from "undici";
import { messageOf } from "../errors.ts";
import { CallFault } from "./callFault.ts";
import { type Headers, headerOf } from "./pacing.ts";
import { LEFT, Parts } from "./parts.ts";
import { Whole } from "./whole.ts";
import { WithoutKey } from "./withoutKey.ts";

/** One request as it goes out. */
export interface Sent {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What came: the whole body, or its parts while they are still coming. `over` settles when nothing more comes. */
export interface Arrived {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Whole | Parts;
  readonly over: Promise<void>;
}

export interface WireOptions {
  readonly origin: string;
  /** The most connections. */
  readonly connections: number;
  /** Milliseconds one call may take, to its last byte. */
  readonly timeout: number;
  readonly key: string;
}

/** Loaded with the first wire: most processes that load this file call nobody. */
const undici = () => createRequire(import.meta.url)("undici") as typeof import("undici");

/** Bytes of one answer; beyond them it is cut. */
const MOST_BYTES = 64 * 1024 * 1024;

const UNPACK: Readonly<Record<string, () => ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** Connections to one host that are kept open. A call ends as exactly one answer or one CallFault. */
export class Wire {
  readonly #options: WireOptions;
  readonly #pool: Pool;

  constructor(options: WireOptions) {
    this.#options = options;
    // Time is kept for a call as a whole, so that a host that drips is no different from one that is silent.
    this.#pool = new (undici().Pool)(options.origin, {
      connections: options.connections,
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    });
  }

  /** Sends a request once. Rejects with a CallFault, or with the signal's reason when it is aborted before an answer is there. */
  send(sent: Sent, signal?: AbortSignal): Promise<Arrived> {
    const call = new Call(this.#options, signal);
    this.#pool.dispatch({ ...sent, idempotent: false }, call);
    return call.arrived;
  }

  /** Ends every call at once. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** One call on the wire, as undici tells of it. */
class Call implements Dispatcher.DispatchHandler {
  readonly #arrived = Promise.withResolvers<Arrived>();
  readonly #over = Promise.withResolvers<void>();
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #without: WithoutKey;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Headers = {};
  #unpack: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress> | undefined;
  #whole: Buffer[] = [];
  #parts: Parts | undefined;
  #bytes = 0;
  #ended = false;

  constructor({ timeout, key }: WireOptions, signal: AbortSignal | undefined) {
    this.#without = new WithoutKey(key);
    this.#signal = signal;
    this.#timer = setTimeout(() => {
      this.#fail(new CallFault("unreachable", `it did not answer within ${timeout / 1000} s`));
    }, timeout);
    if (signal?.aborted === true) this.#leave();
    else signal?.addEventListener("abort", this.#leave, { once: true });
  }

  get arrived(): Promise<Arrived> {
    return this.#arrived.promise;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error("nobody waits for it"));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200 || this.#ended) return;
    this.#status = status;
    this.#headers = headers;
    const packed = headerOf(headers, "content-encoding")?.trim().toLowerCase();
    if (packed !== undefined && packed !== "" && packed !== "identity") this.#unpackAs(packed);
    // Only a good answer is passed on in parts: any other is looked at first, and may be asked for again.
    const streamed = status < 300 && /^\s*text\/event-stream\b/i.test(headerOf(headers, "content-type") ?? "");
    if (streamed) this.#parts = new Parts(() => this.#fail(LEFT));
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#ended) return;
    if (this.#unpack === undefined) this.#take(chunk);
    else this.#unpack.write(chunk);
  }

  onResponseEnd(): void {
    if (this.#unpack === undefined) this.#end();
    else this.#unpack.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(new CallFault("unreachable", `the connection failed: ${reasonOf(error)}`));
  }

  #unpackAs(packed: string): void {
    const make = Object.hasOwn(UNPACK, packed) ? UNPACK[packed] : undefined;
    if (make === undefined) return this.#fail(new CallFault("unusable", "its answer is packed in an unknown way"));
    this.#unpack = make();
    this.#unpack.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#unpack.on("end", () => this.#end());
    this.#unpack.on("error", () => this.#fail(new CallFault("unreachable", "its answer cannot be unpacked")));
  }

  #take(chunk: Buffer): void {
    if (this.#ended) return;
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) {
      return this.#fail(new CallFault("unusable", `its answer is longer than ${MOST_BYTES / 1024 / 1024} MB`));
    }
    this.#pass(this.#without.take(chunk));
  }

  #pass(chunk: Buffer): void {
    if (chunk.length === 0) return;
    if (this.#parts === undefined) {
      this.#whole.push(chunk);
      return;
    }
    this.#parts.put(chunk);
    // Until its first event there is nothing that could not be asked for again.
    if (this.#parts.count > 0) this.#arrived.resolve(this.#answer(this.#parts));
  }

  #end(): void {
    if (this.#ended) return;
    this.#pass(this.#without.rest());
    this.#close();
    if (this.#parts === undefined) {
      const [only] = this.#whole;
      const bytes = this.#whole.length === 1 && only !== undefined ? only : Buffer.concat(this.#whole);
      this.#arrived.resolve(this.#answer(new Whole(bytes)));
    } else {
      this.#parts.end();
      if (this.#parts.count > 0) this.#arrived.resolve(this.#answer(this.#parts));
      else this.#arrived.reject(new CallFault("unreachable", "its answer was empty"));
    }
  }

  readonly #leave = (): void => this.#fail(this.#signal?.reason);

  #fail(reason: unknown): void {
    if (this.#ended) return;
    this.#close();
    this.#unpack?.destroy();
    this.#controller?.abort(new Error("nobody waits for it"));
    this.#arrived.reject(reason);
    this.#parts?.fail(reason);
  }

  #close(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#leave);
    this.#over.resolve();
  }

  #answer(body: Whole | Parts): Arrived {
    return { status: this.#status, headers: this.#headers, body, over: this.#over.promise };
  }
}

/** Where every address of a host refuses, the message is empty and the code says it. */
function reasonOf(error: Error & { readonly code?: unknown }): string {
  return error.message === "" && typeof error.code === "string" ? error.code : messageOf(error);
}
