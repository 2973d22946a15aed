import type { Channel } from "./channel.ts";
import { kept, pinned } from "./kept.ts";

// Kept before the agent's code is loaded, which may put others in their place.
const slice = kept(String.prototype.slice);
const soon = queueMicrotask;

const MOST_KINDS = 1_000;

/** Attempted side effects on their way to the harness: the first of each leaves at once, since the next thing may be the end. */
export class Tries {
  readonly #channel: Channel;
  readonly #known = pinned(new Set<string>());
  readonly #again = pinned(new Map<string, { id: string | null; kind: string; target: string; times: number }>());

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  add(id: string | null, kind: string, given: string): void {
    const target = slice(given, 0, 500);
    const key = `${id} ${kind} ${target}`;
    if (!this.#known.has(key) && this.#known.size < MOST_KINDS) {
      this.#known.add(key);
      this.#channel.urge({ t: "breach", id, kind, target, times: 1 });
      return;
    }
    const before = this.#again.get(key);
    if (before !== undefined) {
      before.times++;
      return;
    }
    this.#again.set(key, { id, kind, target, times: 1 });
    // A flood leaves as one message a turn.
    if (this.#again.size === 1) soon(() => this.flush());
  }

  flush(): void {
    this.#again.forEach((tried) => {
      this.#channel.post({ t: "breach", ...tried });
    });
    this.#again.clear();
    if (this.#known.size >= MOST_KINDS) this.#known.clear();
  }
}
