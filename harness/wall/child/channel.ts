import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { FrameReader, frameOf } from "./frames.ts";
import type { ToChild } from "./messages.ts";

// Kept before the agent's code is loaded, which may put others in their place.
const { parse, stringify } = JSON;
const later = setImmediate;

const CHANNEL = 3;

/** The child's end of the channel: messages of one turn leave together. */
export class Channel {
  readonly #socket = new Socket({ fd: CHANNEL, readable: true, writable: true });
  #waiting: string[] = [];

  constructor(receive: (message: ToChild) => void) {
    const frames = new FrameReader();
    this.#socket.on("data", (part: Buffer) => {
      for (const text of frames.read(part)) for (const message of parse(text) as ToChild[]) receive(message);
    });
    // Without the harness there is nothing left to do.
    this.#socket.on("close", () => process.exit(0)).on("error", () => process.exit(0));
  }

  /** Throws for what cannot be kept as JSON. */
  post(message: object): void {
    const text = stringify(message);
    if (this.#waiting.push(text) === 1) later(() => this.#flush());
  }

  /** Leaves at once, before whatever the agent does next, such as end the process. */
  urge(message: object): void {
    this.#waiting.push(stringify(message));
    this.#flush(true);
  }

  #flush(atOnce = false): void {
    if (this.#waiting.length === 0) return;
    const frame = frameOf(this.#waiting);
    this.#waiting = [];
    this.#socket.write(atOnce && this.#socket.writableLength === 0 ? frame.subarray(written(frame)) : frame);
  }
}

/** How much of it went out at once; a full pipe takes the rest later. */
function written(frame: Buffer): number {
  try {
    return writeSync(CHANNEL, frame);
  } catch {
    // The pipe is full.
    return 0;
  }
}
