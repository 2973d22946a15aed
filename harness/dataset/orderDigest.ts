import { createHash, hash } from "node:crypto";

const BYTES = 32;

/** The digest of one case, as its line of JSON. */
export function lineDigest(line: string): Buffer {
  return hash("sha256", line, "buffer");
}

/** sha-256 over the digests of cases in sampling order: whoever holds the cases of a run, in any order, can make it again. */
export function orderDigest(lines: Iterable<string>): string {
  const all = createHash("sha256");
  for (const line of lines) all.update(lineDigest(line));
  return all.digest("hex");
}

/** The same from cases that arrive in any order, each with its place. Holds 33 bytes per case. */
export class PlacedDigest {
  readonly #digests: Buffer;
  readonly #there: Uint8Array;
  count = 0;

  constructor(cases: number) {
    this.#digests = Buffer.alloc(cases * BYTES);
    this.#there = new Uint8Array(cases);
  }

  add(seq: number, line: string): void {
    lineDigest(line).copy(this.#digests, seq * BYTES);
    if (this.#there[seq] === 0) this.count++;
    this.#there[seq] = 1;
  }

  /** Null as long as a case is missing. */
  digest(): string | null {
    return this.count < this.#there.length ? null : hash("sha256", this.#digests, "hex");
  }
}
