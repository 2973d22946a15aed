import { CallFault } from "./callFault.ts";

/** Why there is no more: the reader went. */
export const LEFT = new CallFault("unusable", "the agent left before the end");

/** Long enough for the last event, and no more. */
const LONGEST_DONE = 64;
/** A longer event is passed on in pieces of this many bytes: one without an end must not be gone through again with every chunk. */
const LONGEST_EVENT = 1024 * 1024;

/**
 * A streamed body that is passed on while it comes, event by event, so that who leaves in the middle leaves at the same place when it is played
 * again. What comes faster than it is read waits in memory: a slow reader is never taken for a slow host.
 */
export class Parts {
  /** Settles when nothing more comes. */
  readonly finished: Promise<void>;
  readonly #finish: () => void;
  readonly #left: () => void;
  readonly #events: Buffer[] = [];
  #half: Buffer = Buffer.alloc(0);
  #wake = Promise.withResolvers<void>();
  #ended = false;
  #failure: unknown;
  #read = 0;

  /** `left` is called when the reader goes before the end. */
  constructor(left: () => void) {
    this.#left = left;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.finished = promise;
    this.#finish = resolve;
  }

  /** A body that is all there. */
  static of(bytes: Buffer): Parts {
    const parts = new Parts(() => undefined);
    parts.put(bytes);
    parts.end();
    return parts;
  }

  /** All events so far. */
  get bytes(): Buffer {
    return Buffer.concat(this.#events);
  }

  /** How many of them there are. */
  get count(): number {
    return this.#events.length;
  }

  /** Why there is no more, where that is not its end. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Has the reader got everything? It need not have asked whether there is more. */
  get isRead(): boolean {
    return this.#ended && this.#failure === undefined && this.#read === this.#events.length;
  }

  put(chunk: Buffer): void {
    if (this.#ended) return;
    const bytes = this.#half.length === 0 ? chunk : Buffer.concat([this.#half, chunk]);
    let from = 0;
    for (let end = eventEnd(bytes, from); end > 0; end = eventEnd(bytes, from)) {
      const event = bytes.subarray(from, end);
      this.#events.push(event);
      from = end;
      // Readers go when they see it, and do not wait for the host to hang up.
      if (event.length < LONGEST_DONE && /^data: ?\[DONE\]\s*$/m.test(event.toString("latin1"))) return this.#close();
    }
    this.#half = bytes.subarray(from);
    this.#tell();
  }

  end(): void {
    if (this.#ended) return;
    if (this.#half.length > 0) this.#events.push(this.#half);
    this.#close();
  }

  fail(reason: unknown): void {
    if (this.#ended) return;
    this.#failure = reason;
    this.#close();
  }

  /** Events as they come; throws what it failed with, once all that came before is read. */
  async *read(): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (;;) {
        const event = this.#events[this.#read];
        if (event !== undefined) {
          this.#read++;
          yield event;
        } else if (!this.#ended) await this.#wake.promise;
        else if (this.#failure === undefined) return;
        else throw this.#failure;
      }
    } finally {
      if (!this.#ended) this.#left();
    }
  }

  #close(): void {
    this.#ended = true;
    this.#finish();
    this.#tell();
  }

  #tell(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}

/** Where the event that begins at `from` ends, with the empty line after it; 0 while its end has not come. */
function eventEnd(bytes: Buffer, from: number): number {
  const most = from + LONGEST_EVENT;
  for (let at = bytes.indexOf(0x0a, from); at >= 0 && at < most - 2; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a) return at + 2;
    if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return at + 3;
  }
  return bytes.length >= most ? most : 0;
}
