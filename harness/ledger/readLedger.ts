import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { EarnestError } from "../errors.ts";
import { chainHash, GENESIS, type LedgerRow } from "./record.ts";

const CHUNK = 4 * 1024 * 1024;
const NEWLINE = 0x0a;
const SPACE = 0x20;
/** 32 digits of hash, a space, the length, a space. */
const HEAD_MOST = 32 + 1 + 12 + 1;

/** What reading a ledger found besides its records. */
export interface LedgerEnd {
  /** Hash of the last whole record. */
  head: string;
  records: number;
  /** A record that was being written when the run was cut off: left out, and said. */
  torn: { readonly file: string; readonly bytes: number } | null;
}

/**
 * Streams a ledger's records in order, checking length and hash of each; never holds more than a chunk.
 * A torn tail ends the reading and is reported in `end`; a bad record with good ones after it throws LEDGER_CORRUPT.
 */
export function* readLedger(dir: string, end: LedgerEnd): Generator<LedgerRow> {
  const segments = segmentsOf(dir);
  end.head = GENESIS;
  end.records = 0;
  end.torn = null;
  for (const [i, name] of segments.entries()) {
    yield* readSegment(join(dir, name), i === segments.length - 1, end);
    if (end.torn !== null) return;
  }
}

export function newLedgerEnd(): LedgerEnd {
  return { head: GENESIS, records: 0, torn: null };
}

function segmentsOf(dir: string): string[] {
  let names: string[];
  try {
    names = readdirSync(dir);
  } catch (cause) {
    throw new EarnestError("RUN_NOT_FOUND", `there is no ledger in ${dir}`, {
      next: "Give the folder of a run, such as .earnest/runs/<id>",
      cause,
    });
  }
  const segments = names.filter((name) => /^\d{6}\.jsonl$/.test(name)).sort();
  const missing = segments.findIndex((name, i) => Number(name.slice(0, 6)) !== i + 1);
  if (missing < 0) return segments;
  throw new EarnestError("LEDGER_CORRUPT", `a segment before ${segments[missing]} is missing from the ledger`, {
    where: { file: dir },
  });
}

function* readSegment(file: string, last: boolean, end: LedgerEnd): Generator<LedgerRow> {
  const fd = openSync(file, "r");
  try {
    let buffer = Buffer.allocUnsafe(CHUNK);
    let filled = 0;
    let offset = 0;
    let line = 0;
    let more = true;
    for (;;) {
      let start = 0;
      for (;;) {
        const record = take(buffer, start, filled, end.head);
        if (record === "short") break;
        line++;
        if (record === "bad") {
          if (!last) throw corrupt(file, line);
          return tear(end, file, line, restOf(fd, offset + start));
        }
        end.head = record.hash;
        end.records++;
        start = record.next;
        yield record.row;
      }
      if (!more) {
        if (start === filled) return;
        if (!last) throw corrupt(file, line + 1);
        return tear(end, file, line + 1, restOf(fd, offset + start));
      }
      buffer.copyWithin(0, start, filled);
      offset += start;
      filled -= start;
      if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      const got = readSync(fd, buffer, filled, buffer.length - filled, offset + filled);
      filled += got;
      more = got > 0;
    }
  } finally {
    closeSync(fd);
  }
}

function take(
  buffer: Buffer,
  start: number,
  filled: number,
  previous: string,
): { row: LedgerRow; hash: string; next: number } | "short" | "bad" {
  const space = buffer.subarray(start, Math.min(filled, start + HEAD_MOST)).indexOf(SPACE, 33);
  if (space < 0) return filled - start < HEAD_MOST ? "short" : "bad";
  const length = Number(buffer.toString("latin1", start + 33, start + space));
  if (buffer[start + 32] !== SPACE || !Number.isInteger(length) || length < 2) return "bad";
  const from = start + space + 1;
  const to = from + length;
  if (to >= filled) return "short";
  if (buffer[to] !== NEWLINE) return "bad";
  const text = buffer.toString("utf8", from, to);
  const hash = chainHash(previous, text);
  if (buffer.toString("latin1", start, start + 32) !== hash) return "bad";
  return { row: JSON.parse(text) as LedgerRow, hash, next: to + 1 };
}

/**
 * What follows a bad record decides what it is. Cut off while writing, it is the last thing there: a torn tail, which is
 * reported and left out. With a whole record after it, the ledger was changed.
 */
function tear(end: LedgerEnd, file: string, line: number, rest: Buffer): void {
  const text = rest.toString("latin1");
  for (const head of text.matchAll(/[0-9a-f]{32} (\d{1,12}) /g)) {
    const at = head.index + head[0].length + Number(head[1]);
    if (text[at] === "\n") throw corrupt(file, line);
  }
  end.torn = { file, bytes: rest.length };
}

/** A segment is at most a few times SEGMENT_BYTES, so what is left of one can be looked at whole. */
function restOf(fd: number, from: number): Buffer {
  const rest = Buffer.allocUnsafe(Math.max(0, fstatSync(fd).size - from));
  let done = 0;
  while (done < rest.length) {
    const got = readSync(fd, rest, done, rest.length - done, from + done);
    if (got === 0) break;
    done += got;
  }
  return rest.subarray(0, done);
}

function corrupt(file: string, line: number): EarnestError {
  return new EarnestError(
    "LEDGER_CORRUPT",
    "the ledger was changed after it was written: a record does not fit the chain of hashes",
    {
      where: { file, line },
      next: "Restore the file from a copy; a changed ledger cannot be judged",
    },
  );
}
