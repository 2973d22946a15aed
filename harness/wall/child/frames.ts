import { kept } from "./kept.ts";

/** Bytes of one frame, at most; whoever announces more is not listened to any longer. */
export const MOST_FRAME = 64 * 2 ** 20;

const HEADER = 4;

// Kept before an agent's code is loaded, which may put others in their place.
const Bytes = Uint8Array;
const encoder = new TextEncoder();
const encode = kept(encoder.encode);
const put = kept(Uint8Array.prototype.set);

/** A batch of messages, each already JSON, as one frame: four bytes of length and a JSON array. */
export function frameOf(messages: readonly string[]): Uint8Array {
  return framed(messages.join(","));
}

/** The same of messages that stand one after the other already, with commas between them. */
export function framed(messages: string): Uint8Array {
  const text = encode(encoder, `[${messages}]`);
  const { length } = text;
  const frame = new Bytes(HEADER + length);
  for (let i = 0; i < HEADER; i++) frame[i] = length >>> (8 * (HEADER - 1 - i));
  put(frame, text, HEADER);
  return frame;
}

/** Puts frames together again from whatever parts they arrive in. */
export class FrameReader {
  #parts: Buffer[] = [];
  #held = 0;

  /** The texts of the frames that are whole by now. Throws a RangeError for a frame that is announced to be too long. */
  *read(part: Buffer): Generator<string> {
    this.#parts.push(part);
    this.#held += part.length;
    for (;;) {
      if (this.#held < HEADER) return;
      const length = this.#first(HEADER).readUInt32BE();
      if (length > MOST_FRAME) throw new RangeError(`a frame of ${length} bytes`);
      if (this.#held < HEADER + length) return;
      const whole = this.#first(HEADER + length);
      this.#parts[0] = whole.subarray(HEADER + length);
      this.#held -= HEADER + length;
      yield whole.toString("utf8", HEADER, HEADER + length);
    }
  }

  /** A buffer that holds at least so many bytes of what has arrived. */
  #first(bytes: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#parts;
    if (first.length >= bytes) return first;
    const whole = Buffer.concat(this.#parts);
    this.#parts = [whole];
    return whole;
  }
}
