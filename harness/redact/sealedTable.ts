import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import type { TokenMaker } from "./tokenMaker.ts";

export const TABLE_SCHEMA = "earnest/redacted/1";
const CHUNK = 1 << 16;

/** A line of a table. */
export interface Sealed {
  readonly token: string;
  readonly sealed: string;
}

/** What the tokens of a run stand for, encrypted: a line for each token, behind a first line that says which key opens it. */
export class SealedTable {
  readonly #path: string;
  readonly #maker: TokenMaker;
  readonly #isNew: boolean;
  readonly #known = new Set<string>();
  #fd: number | undefined;
  #waiting = "";

  /** Goes on with a table that is there already. */
  constructor(path: string, maker: TokenMaker, about: { readonly dataset: string; readonly key: string }) {
    this.#path = path;
    this.#maker = maker;
    this.#isNew = !existsSync(path);
    const earlier = this.#isNew ? "" : readFileSync(path, "utf8");
    for (const { token } of sealedIn(earlier)) this.#known.add(token);
    this.#fd = openSync(path, "a", 0o600);
    if (this.#isNew) this.#waiting = `${JSON.stringify({ schema: TABLE_SCHEMA, ...about })}\n`;
    // A line that a killed run left unfinished must not swallow the next one.
    else if (!earlier.endsWith("\n")) this.#waiting = "\n";
  }

  put(token: string, value: string): void {
    if (this.#known.has(token)) return;
    this.#known.add(token);
    this.#waiting += `${JSON.stringify({ token, sealed: this.#maker.seal(token, value) } satisfies Sealed)}\n`;
    if (this.#waiting.length > CHUNK) this.flush();
  }

  flush(): void {
    if (this.#fd === undefined) return;
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = "";
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done);
  }

  /** Takes the table away, unless it was there before. */
  discard(): void {
    this.#waiting = "";
    this[Symbol.dispose]();
    if (this.#isNew) rmSync(this.#path, { force: true });
  }

  [Symbol.dispose](): void {
    if (this.#fd === undefined) return;
    try {
      this.flush();
    } finally {
      closeSync(this.#fd);
      this.#fd = undefined;
    }
  }
}

/** The whole lines of a table, without its first; one that was cut off is none. */
export function sealedIn(text: string): Sealed[] {
  return text.split("\n").flatMap((line) => {
    const one = plain(line);
    const { token, sealed } = one ?? {};
    return typeof token === "string" && typeof sealed === "string" ? [{ token, sealed }] : [];
  });
}

/** A line as an object; undefined where it is none. */
export function plain(line: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    // A line that was cut off.
    return undefined;
  }
}
