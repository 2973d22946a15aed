import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { EarnestError } from "../errors.ts";
import { chainHash, GENESIS, type JournalKind } from "./segments.ts";

const CHUNK = 4 * 1024 * 1024;
const NEWLINE = 0x0a;
const SPACE = 0x20;
/** 32 digits of hash, a space, the length, a space. */
const HEAD_MOST = 32 + 1 + 12 + 1;
/** Stands for the hash of a record that was not read. */
const UNKNOWN = "";

/** A record that was being written when the writer was cut off: left out, and said. */
export interface Torn {
  readonly file: string;
  readonly bytes: number;
}

/** What reading a journal found besides its records. */
export interface JournalEnd {
  /** Hash of the last whole record. */
  head: string;
  records: number;
  segments: number;
  torn: Torn | null;
}

/** One record, and where its text stands. */
export interface JournalRecord {
  readonly row: unknown;
  readonly segment: number;
  /** Place of the JSON text in its segment, in bytes. */
  readonly start: number;
  readonly length: number;
}

/**
 * Streams a journal's records in order, checking length and hash of each; never holds more than a chunk.
 * A torn tail ends the reading and is reported in `end`; a bad record with good ones after it throws.
 * Begun at a later segment, `from`, it takes the hash of the first record there on trust.
 */
export function* readJournal(kind: JournalKind, dir: string, end: JournalEnd, from = 1): Generator<JournalRecord> {
  const segments = segmentsOf(kind, dir);
  end.head = from === 1 ? GENESIS : UNKNOWN;
  end.records = 0;
  end.segments = segments.length;
  end.torn = null;
  for (const [i, name] of segments.entries()) {
    if (i + 1 < from) continue;
    yield* readSegment(kind, join(dir, name), i + 1, i === segments.length - 1, end);
    if (end.torn !== null) return;
  }
}

/** The text that each segment begins with, as far as `most` characters of it: what stands there unchecked, and empty where nothing does. */
export function segmentStarts(kind: JournalKind, dir: string, most: number): string[] {
  return segmentsOf(kind, dir).map((name) => {
    const fd = openSync(join(dir, name), "r");
    try {
      const start = Buffer.allocUnsafe(HEAD_MOST + most);
      const line = start.toString("utf8", 0, readSync(fd, start, 0, start.length, 0));
      return line.slice(line.indexOf(" ", 33) + 1).slice(0, most);
    } finally {
      closeSync(fd);
    }
  });
}

export function newJournalEnd(): JournalEnd {
  return { head: GENESIS, records: 0, segments: 0, torn: null };
}

function segmentsOf(kind: JournalKind, dir: string): string[] {
  let names: string[];
  try {
    names = readdirSync(dir);
  } catch (cause) {
    throw new EarnestError(kind.missing, `there is no ${kind.noun} in ${dir}`, { next: kind.hint, cause });
  }
  const segments = names.filter((name) => /^\d{6}\.jsonl$/.test(name)).sort();
  const missing = segments.findIndex((name, i) => Number(name.slice(0, 6)) !== i + 1);
  if (missing < 0) return segments;
  throw new EarnestError(kind.corrupt, `a segment before ${segments[missing]} is missing from the ${kind.noun}`, {
    where: { file: dir },
  });
}

function* readSegment(
  kind: JournalKind,
  file: string,
  segment: number,
  last: boolean,
  end: JournalEnd,
): Generator<JournalRecord> {
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
          if (!last) throw corrupt(kind, file, line);
          return tear(kind, end, file, line, restOf(fd, offset + start));
        }
        end.head = record.hash;
        end.records++;
        start = record.next;
        yield { row: record.row, segment, start: offset + record.from, length: record.next - 1 - record.from };
      }
      if (!more) {
        if (start === filled) return;
        if (!last) throw corrupt(kind, file, line + 1);
        return tear(kind, end, file, line + 1, restOf(fd, offset + start));
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
): { row: unknown; hash: string; from: number; next: number } | "short" | "bad" {
  const space = buffer.subarray(start, Math.min(filled, start + HEAD_MOST)).indexOf(SPACE, 33);
  if (space < 0) return filled - start < HEAD_MOST ? "short" : "bad";
  const length = Number(buffer.toString("latin1", start + 33, start + space));
  if (buffer[start + 32] !== SPACE || !Number.isInteger(length) || length < 2) return "bad";
  const from = start + space + 1;
  const to = from + length;
  if (to >= filled) return "short";
  if (buffer[to] !== NEWLINE) return "bad";
  const text = buffer.toString("utf8", from, to);
  const claimed = buffer.toString("latin1", start, start + 32);
  const hash = previous === UNKNOWN ? claimed : chainHash(previous, text);
  if (claimed !== hash) return "bad";
  return { row: JSON.parse(text), hash, from, next: to + 1 };
}

/**
 * What follows a bad record decides what it is. Cut off while writing, it is the last thing there: a torn tail, which is
 * reported and left out. A record holds no line feed but the one at its end, so that one behind it means that it was written whole, and changed since.
 */
function tear(kind: JournalKind, end: JournalEnd, file: string, line: number, rest: Buffer): void {
  if (rest.includes(NEWLINE)) throw corrupt(kind, file, line);
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

function corrupt(kind: JournalKind, file: string, line: number): EarnestError {
  return new EarnestError(
    kind.corrupt,
    `the ${kind.noun} was changed after it was written: a record does not fit the chain of hashes`,
    { where: { file, line }, next: `Restore the file from a copy; a changed ${kind.noun} proves nothing` },
  );
}
