import { isUtf8 } from "node:buffer";

/** What a program wrote: a line of text, or why it is none. */
export interface LineEars {
  line(text: string): void;
  fault(because: string): void;
}

const NEWLINE = 10;

/** Cuts bytes into lines. A line beyond `most` bytes, or one that is not UTF-8, is a fault; of a long one nothing is kept. */
export class Lines {
  readonly #most: number;
  readonly #ears: LineEars;
  #parts: Buffer[] = [];
  #length = 0;
  #skipping = false;

  constructor(most: number, ears: LineEars) {
    this.#most = most;
    this.#ears = ears;
  }

  /** Is there the beginning of a line whose end has not come? */
  get begun(): boolean {
    return this.#length > 0;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#take(chunk.subarray(from, end));
      this.#finish();
      from = end + 1;
    }
    if (from < chunk.length) this.#take(chunk.subarray(from));
  }

  /** The stream is over: what stands there without a line end is a line, too. */
  end(): void {
    if (this.#length > 0 || this.#skipping) this.#finish();
  }

  #take(part: Buffer): void {
    if (this.#skipping) return;
    this.#length += part.length;
    if (this.#length > this.#most) {
      this.#skipping = true;
      this.#parts = [];
      this.#ears.fault(`it wrote a line of more than ${this.#most} bytes`);
    } else this.#parts.push(part);
  }

  #finish(): void {
    const bytes = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    const skipped = this.#skipping;
    this.#parts = [];
    this.#length = 0;
    this.#skipping = false;
    if (skipped) return;
    if (!isUtf8(bytes)) return this.#ears.fault("it wrote a line that is not UTF-8");
    const text = bytes.toString("utf8").trim();
    if (text !== "") this.#ears.line(text);
  }
}
