import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { FrameReader, framed } from "./frames.ts";
import { pinned } from "./kept.ts";
import type { ToChild } from "./messages.ts";

// Kept before the agent's code is loaded, which may put others in their place.
const { parse, stringify } = JSON;
const later = setImmediate;
const write = writeSync;
const Bytes = Uint8Array;

const CHANNEL = 3;

/** The child's end of the channel: messages of one turn leave together. */
export class Channel {
  readonly #socket = pinned(new Socket({ fd: CHANNEL, readable: true, writable: true }));
  /** Messages that wait for the end of the turn, with commas between them. */
  #waiting = "";

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
    const first = this.#waiting === "";
    this.#add(message);
    if (first) later(() => this.#flush());
  }

  /** Leaves at once, before whatever the agent does next, such as end the process. */
  urge(message: object): void {
    this.#add(message);
    this.#flush(true);
  }

  /** Without a prototype, which might tell JSON to say something else. */
  #add(message: object): void {
    const text = stringify({ __proto__: null, ...message });
    this.#waiting = this.#waiting === "" ? text : `${this.#waiting},${text}`;
  }

  #flush(atOnce = false): void {
    if (this.#waiting === "") return;
    const frame = framed(this.#waiting);
    this.#waiting = "";
    const out = atOnce && this.#socket.writableLength === 0 ? written(frame) : 0;
    if (out < frame.length) this.#socket.write(new Bytes(frame.buffer as ArrayBuffer, out));
  }
}

/** How much of it went out at once; a full pipe takes the rest later. */
function written(frame: Uint8Array): number {
  try {
    return write(CHANNEL, frame);
  } catch {
    // The pipe is full.
    return 0;
  }
}
