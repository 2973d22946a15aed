import { isUtf8 } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { EarnestError, messageOf } from "../errors.ts";

/** A line that is not UTF-8: its text as far as it can be read, what is wrong, and the byte (from 1) where it goes wrong. */
export interface BrokenLine {
  readonly text: string;
  readonly byte: number;
  readonly message: string;
}

/** Consecutive lines without their line feed (a carriage return stays); `first` is the number of the first, from 1. */
export interface Block {
  readonly first: number;
  readonly lines: readonly (string | BrokenLine)[];
}

const CHUNK = 1 << 16;
const LONGEST = 256 << 20;
const LINE_FEED = 10;
const REPLACEMENT = "\uFFFD";

/**
 * The lines of a UTF-8 text file, plain or gzip, about `chunkSize` bytes at a time; a byte order mark is skipped.
 * Throws DATA_MISSING when the file cannot be opened, CASES_INVALID when it is UTF-16 or its compression is damaged.
 */
export async function* readLines(file: string, chunkSize = CHUNK): AsyncGenerator<Block> {
  let first = 1;
  let kept: Buffer[] = [];
  let keptLength = 0;
  for await (const chunk of textBytes(file, chunkSize)) {
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end === -1) {
      kept.push(chunk);
      keptLength += chunk.length;
      if (keptLength > LONGEST) throw tooLong(file, first);
      continue;
    }
    const head = chunk.subarray(0, end);
    const lines = split(kept.length === 0 ? head : Buffer.concat([...kept, head]));
    kept = end + 1 === chunk.length ? [] : [chunk.subarray(end + 1)];
    keptLength = chunk.length - end - 1;
    yield { first, lines };
    first += lines.length;
  }
  if (keptLength > 0) yield { first, lines: split(Buffer.concat(kept)) };
}

function split(bytes: Buffer): (string | BrokenLine)[] {
  if (isUtf8(bytes)) return bytes.toString("utf8").split("\n");
  const lines: (string | BrokenLine)[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const line = bytes.subarray(start, feed === -1 ? bytes.length : feed);
    lines.push(isUtf8(line) ? line.toString("utf8") : brokenLine(line));
    if (feed === -1) break;
    start = feed + 1;
  }
  return lines;
}

function brokenLine(line: Buffer): BrokenLine {
  const text = line.toString("utf8");
  const at = firstBadByte(line, text);
  const value = `0x${(line[at] as number).toString(16).padStart(2, "0")}`;
  return {
    text,
    byte: at + 1,
    message: `expected UTF-8, got the byte ${value}, as in Latin-1 or Windows-1252: convert the file to UTF-8, for example with iconv`,
  };
}

/** Where decoding put a replacement character that the file itself does not hold. */
function firstBadByte(line: Buffer, text: string): number {
  for (let at = text.indexOf(REPLACEMENT); ; at = text.indexOf(REPLACEMENT, at + 1)) {
    const byte = Buffer.byteLength(text.slice(0, at));
    if (line[byte] !== 0xef || line[byte + 1] !== 0xbf || line[byte + 2] !== 0xbd) return byte;
  }
}

/** The bytes of the text: unpacked, and without a byte order mark. */
async function* textBytes(file: string, chunkSize: number): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of unpacked(file, chunkSize)) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (start.length < 3) continue;
    yield withoutMark(file, start);
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield withoutMark(file, start);
}

function withoutMark(file: string, start: Buffer): Buffer {
  const [a, b, c] = start;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || a === 0 || b === 0) {
    throw new EarnestError("CASES_INVALID", `${file} is UTF-16, expected UTF-8`, {
      where: { file },
      next: "Convert it, for example: iconv -f UTF-16 -t UTF-8 (in Excel, save as CSV UTF-8)",
    });
  }
  return a === 0xef && b === 0xbb && c === 0xbf ? start.subarray(3) : start;
}

async function* unpacked(file: string, chunkSize: number): AsyncGenerator<Buffer> {
  await using handle = await openFile(file);
  const magic = Buffer.alloc(2);
  let packed: boolean;
  try {
    const { bytesRead } = await handle.read(magic, 0, 2, 0);
    packed = bytesRead === 2 && magic[0] === 0x1f && magic[1] === 0x8b;
  } catch (error) {
    throw missing(file, error);
  }
  const bytes = handle.createReadStream({ start: 0, highWaterMark: chunkSize, autoClose: false });
  if (!packed) {
    yield* bytes;
    return;
  }
  // pipeline hands a reading error on to the unpacking stream, where the loop meets it: nothing is left to do in its callback
  const text = pipeline(bytes, createGunzip({ chunkSize: Math.max(64, chunkSize) }), () => undefined);
  try {
    yield* text as AsyncIterable<Buffer>;
  } catch (error) {
    throw new EarnestError("CASES_INVALID", `${file} cannot be unpacked, it is damaged or cut short: ${messageOf(error)}`, {
      where: { file },
      next: "Check it with gzip -t, then copy or make the file again",
      cause: error,
    });
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (error) {
    throw missing(file, error);
  }
}

function missing(file: string, cause: unknown): EarnestError {
  return new EarnestError("DATA_MISSING", `${file} cannot be read: ${messageOf(cause)}`, {
    where: { file },
    next: "Check the path; a relative one counts from the folder the command is run in",
    cause,
  });
}

function tooLong(file: string, line: number): EarnestError {
  return new EarnestError("CASES_INVALID", `${file}: line ${line} is longer than ${LONGEST >> 20} MB`, {
    where: { file, line },
    next: "Check that the file has one record per line",
  });
}
