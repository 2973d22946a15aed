const MARK = Buffer.from("[key]");
/** A shorter one stands in many an answer by chance, and taking it out would mangle them. */
const SHORTEST = 8;
const BACKSLASH = 0x5c;
/** JSON within JSON within JSON has seven backslashes in a row; more are not looked through. */
const MOST_BACKSLASHES = 16;
/** Before these JSON may write a backslash that a parser takes away. */
const ESCAPABLE = [0x22, 0x2f, BACKSLASH];

/** Can this key be looked for in what comes back? */
export function isLookedFor(key: string): boolean {
  return Buffer.byteLength(key) >= SHORTEST;
}

/** A text of headers without the key. */
export function textWithout(key: string, text: string): string {
  return isLookedFor(key) ? text.replaceAll(key, String(MARK)) : text;
}

/**
 * Takes a key out of what comes back, should a host repeat it, so that it reaches neither the agent nor the record: as it is, and
 * in the ways in which JSON may write it (`\u0073` for s), for it would be whole again once parsed.
 * Parts are passed on as they come; only an end that may be the beginning of the key waits for the next part.
 */
export class WithoutKey {
  readonly #key: Buffer;
  #kept: Buffer = Buffer.alloc(0);

  constructor(key: string) {
    this.#key = isLookedFor(key) ? Buffer.from(key) : Buffer.alloc(0);
  }

  /** What may be passed on now. */
  take(part: Buffer): Buffer {
    if (this.#key.length === 0) return part;
    return this.#passed(this.#kept.length === 0 ? part : Buffer.concat([this.#kept, part]), false);
  }

  /** What was kept back; no more parts come. */
  rest(): Buffer {
    return this.#passed(this.#kept, true);
  }

  #passed(bytes: Buffer, last: boolean): Buffer {
    const parts: Buffer[] = [];
    let from = 0;
    let held = bytes.length;
    for (let at = this.#candidate(bytes, 0); at < bytes.length; ) {
      const end = this.#keyEnd(bytes, at);
      if (end === "cut" && !last) {
        held = at;
        break;
      }
      if (typeof end === "number") {
        parts.push(bytes.subarray(from, at), MARK);
        from = end;
      }
      at = this.#candidate(bytes, typeof end === "number" ? end : Math.max(at + 1, pastBackslashes(bytes, at, bytes.length)));
    }
    this.#kept = bytes.subarray(held);
    if (parts.length === 0) return bytes.subarray(0, held);
    parts.push(bytes.subarray(from, held));
    return Buffer.concat(parts);
  }

  /** The next place where the key may begin. */
  #candidate(bytes: Buffer, from: number): number {
    const first = this.#key[0];
    let at = from;
    while (at < bytes.length && bytes[at] !== first && bytes[at] !== BACKSLASH) at++;
    return at;
  }

  /** Where the key ends that begins here; undefined where none does, "cut" where the bytes end before that can be told. */
  #keyEnd(bytes: Buffer, start: number): number | "cut" | undefined {
    let at = start;
    for (const [i, wanted] of this.#key.entries()) {
      const run = wanted === BACKSLASH ? at : pastBackslashes(bytes, at);
      if (run >= bytes.length) return "cut";
      const escaped = run > at ? escapedAt(bytes, run) : undefined;
      if (escaped === "cut") return "cut";
      // Backslashes before the key that are no part of how it is written belong to what stands before.
      if (i === 0 && run > at && escaped !== wanted && !(ESCAPABLE.includes(wanted) && bytes[run] === wanted)) return undefined;
      if (escaped === wanted) at = run + 5;
      else if (bytes[run] === wanted) at = run + 1;
      else return undefined;
    }
    return at;
  }
}

function pastBackslashes(bytes: Buffer, from: number, most = MOST_BACKSLASHES): number {
  let at = from;
  while (bytes[at] === BACKSLASH && at - from < most) at++;
  return at;
}

/** What the four digits after a u say; undefined where that is not what stands here. */
function escapedAt(bytes: Buffer, at: number): number | "cut" | undefined {
  if (bytes[at] !== 0x75) return undefined;
  if (at + 5 > bytes.length) return "cut";
  const digits = bytes.toString("latin1", at + 1, at + 5);
  return /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
}
