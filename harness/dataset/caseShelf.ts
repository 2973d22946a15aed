import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { float64 } from "./column.ts";

const CHUNK = 1 << 20;

/**
 * Cases on disk, written once in dataset order and read back at random, so that no more than one need be in memory.
 * The file has no name while it is open. The digest is the sha-256 of its bytes: one normalised case per line.
 */
export class CaseShelf {
  readonly #path: string;
  readonly #fd: number;
  readonly #ends = float64();
  readonly #hash = createHash("sha256");
  #waiting: string[] = [];
  #waitingLength = 0;
  #written = 0;
  #position = 0;
  #buffer = Buffer.allocUnsafe(1 << 14);

  constructor(path: string) {
    this.#path = path;
    this.#fd = openSync(path, "wx+");
    // The open file stays usable without a name, and nobody finds the decisions beside the run, or after a kill.
    rmSync(path);
  }

  get count(): number {
    return this.#ends.length;
  }

  /** Puts one case, as a line of JSON, at the end; returns its row number. */
  put(text: string): number {
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    this.#position += Buffer.byteLength(text) + 1;
    this.#ends.push(this.#position);
    if (this.#waitingLength > CHUNK) this.#write();
    return this.#ends.length - 1;
  }

  /** The line of a row. */
  take(row: number): string {
    const end = this.#ends.at(row);
    if (end > this.#written) this.#write();
    const start = row === 0 ? 0 : this.#ends.at(row - 1);
    const length = end - 1 - start;
    if (length > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(length * 2);
    let read = 0;
    while (read < length) {
      const got = readSync(this.#fd, this.#buffer, read, length - read, start + read);
      if (got === 0) throw new Error(`${this.#path} ends before case ${row + 1}`);
      read += got;
    }
    return this.#buffer.toString("utf8", 0, length);
  }

  /** Writes what is waiting and returns the digest of all lines. */
  seal(): string {
    this.#write();
    return this.#hash.digest("hex");
  }

  /** Closes the shelf, and its file is gone. */
  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  #write(): void {
    if (this.#waiting.length === 0) return;
    const bytes = Buffer.from(`${this.#waiting.join("\n")}\n`);
    let done = 0;
    while (done < bytes.length) done += writeSync(this.#fd, bytes, done, bytes.length - done);
    this.#hash.update(bytes);
    this.#written += bytes.length;
    this.#waiting = [];
    this.#waitingLength = 0;
  }
}
