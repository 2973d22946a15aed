const MARK = Buffer.from("[key]");

/**
 * Takes a key out of what comes back, should a host repeat it, so that it reaches neither the agent nor the record.
 * Parts are passed on as they come; only an end that may be the beginning of the key waits for the next part.
 */
export class WithoutKey {
  readonly #key: Buffer;
  #kept: Buffer = Buffer.alloc(0);

  constructor(key: string) {
    this.#key = Buffer.from(key);
  }

  /** What may be passed on now. */
  take(part: Buffer): Buffer {
    if (this.#key.length === 0) return part;
    const whole = this.#replaced(this.#kept.length === 0 ? part : Buffer.concat([this.#kept, part]));
    const held = this.#beginningAtEnd(whole);
    this.#kept = whole.subarray(whole.length - held);
    return whole.subarray(0, whole.length - held);
  }

  /** What was kept back; no more parts come. */
  rest(): Buffer {
    const kept = this.#kept;
    this.#kept = Buffer.alloc(0);
    return kept;
  }

  #replaced(bytes: Buffer): Buffer {
    let at = bytes.indexOf(this.#key);
    if (at < 0) return bytes;
    const parts: Buffer[] = [];
    let from = 0;
    for (; at >= 0; at = bytes.indexOf(this.#key, from)) {
      parts.push(bytes.subarray(from, at), MARK);
      from = at + this.#key.length;
    }
    parts.push(bytes.subarray(from));
    return Buffer.concat(parts);
  }

  #beginningAtEnd(bytes: Buffer): number {
    const first = this.#key[0] as number;
    const from = Math.max(0, bytes.length - this.#key.length + 1);
    for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
      if (this.#key.compare(bytes, at, bytes.length, 0, bytes.length - at) === 0) return bytes.length - at;
    }
    return 0;
  }
}
