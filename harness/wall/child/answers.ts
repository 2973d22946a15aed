import { pinned } from "./kept.ts";

/** Answers that are still to come: calls, and requests whose bodies arrive in parts. */
export class Answers {
  readonly #calls = pinned(new Map<string, PromiseWithResolvers<unknown>>());
  readonly #bodies = pinned(new Map<string, Body>());

  call(key: string): Promise<unknown> {
    const promised = Promise.withResolvers<unknown>();
    this.#calls.set(key, promised);
    return promised.promise;
  }

  answer(key: string, value: unknown): void {
    this.#calls.get(key)?.resolve(value);
    this.#calls.delete(key);
  }

  refuse(key: string, because: string): void {
    this.#calls.get(key)?.reject(new Error(because));
    this.#calls.delete(key);
  }

  /** The body of an answered request; `given` is told when nobody wants the rest. */
  body(key: string, given: () => void): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({
      start: (stream) => void this.#bodies.set(key, stream),
      cancel: () => {
        this.#bodies.delete(key);
        given();
      },
    });
  }

  part(key: string, data: string): void {
    this.#bodies.get(key)?.enqueue(new Uint8Array(Buffer.from(data, "base64")));
  }

  end(key: string, because: string | undefined): void {
    const body = this.#bodies.get(key);
    this.#bodies.delete(key);
    if (because === undefined) body?.close();
    else body?.error(new TypeError(because));
  }
}

type Body = ReadableStreamDefaultController<Uint8Array>;
