import type { Json } from "../action.ts";
import type { Connection, Fixture } from "../fixture.ts";
import { callHandler } from "./callHandler.ts";

/** How long a line may take to be hung up. */
const CLOSE_MS = 1_000;

/** The lines of one hand to its sandbox: 0 for its work, 1 for whoever works at the same time, such as a person. */
export class HandLines implements AsyncDisposable {
  readonly #fixture: Fixture;
  readonly #address: Json;
  readonly #lines = new Map<0 | 1, Promise<Connection<unknown>>>();

  constructor(fixture: Fixture, address: Json) {
    this.#fixture = fixture;
    this.#address = address;
  }

  /** Opened when it is first needed; throws what connecting throws, and tries again the next time. */
  async line(which: 0 | 1): Promise<Connection<unknown>> {
    const line = this.#lines.get(which) ?? this.#fixture.connect(this.#address);
    this.#lines.set(which, line);
    try {
      return await line;
    } catch (error) {
      this.#lines.delete(which);
      throw error;
    }
  }

  /** Breaks the line, where the fixture has one to break: says whether. */
  async cut(which: 0 | 1): Promise<boolean> {
    const line = await this.line(which);
    if (line.cut === undefined) return false;
    await line.cut();
    return true;
  }

  /** Hangs up; the next use opens another. A broken line may fail at that, which changes nothing. */
  async hangUp(which: 0 | 1): Promise<void> {
    const line = this.#lines.get(which);
    this.#lines.delete(which);
    if (line !== undefined) await callHandler(CLOSE_MS, async () => (await line)[Symbol.asyncDispose]());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.hangUp(0), this.hangUp(1)]);
  }
}
