import { writeSync } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { EarnestError, messageOf } from "../errors.ts";
import { type JournalRecord, newJournalEnd, readJournal, type Torn } from "./readJournal.ts";
import { chainHash, GENESIS, type JournalKind, SEGMENT_BYTES, segmentName } from "./segments.ts";

/** So much may wait to be written before producers have to wait too. */
const BACKLOG = 8 * 1024 * 1024;
/** So much is written while everything else waits. */
const FEW_BYTES = 64 * 1024;

/** Where writing goes on: an open segment, its number, and the hash of the record before. */
export interface OpenSegment {
  readonly file: FileHandle;
  readonly segment: number;
  readonly head: string;
}

/** Begins a journal in a directory that holds none. */
export async function beginJournal(dir: string): Promise<OpenSegment> {
  await mkdir(dir, { recursive: true });
  return { file: await newSegment(dir, 1), segment: 1, head: GENESIS };
}

/**
 * Goes on with a journal, in a new segment, after reading all of it: every record is handed to `see`, and a torn tail is cut off.
 * Throws what `readJournal` throws; `torn` says what was cut off.
 */
export async function continueJournal(
  kind: JournalKind,
  dir: string,
  see: (row: unknown, record: JournalRecord) => void,
): Promise<OpenSegment & { readonly torn: Torn | null }> {
  const end = newJournalEnd();
  for (const record of readJournal(kind, dir, end)) see(record.row, record);
  if (end.torn !== null) await cutOff(end.torn);
  const segment = end.segments + 1;
  return { file: await newSegment(dir, segment), segment, head: end.head, torn: end.torn };
}

async function cutOff({ file, bytes }: Torn): Promise<void> {
  const handle = await open(file, "r+");
  try {
    const { size } = await handle.stat();
    await handle.truncate(size - bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function newSegment(dir: string, segment: number): Promise<FileHandle> {
  const file = await open(join(dir, segmentName(segment)), "wx");
  await syncDirectory(dir);
  return file;
}

/**
 * An append-only record: `<32 hex hash> <bytes> <json>` per line, each hash chained to the one before.
 * Writes are grouped: whatever has arrived while the disk was busy goes out together and is made durable at once.
 * After a failed write nothing more is accepted, for what is on disk is then unknown.
 */
export class Journal {
  readonly #kind: JournalKind;
  readonly #dir: string;
  readonly #most: number;
  #file: FileHandle;
  #segment: number;
  #segmentBytes = 0;
  #head: string;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  #group = Promise.withResolvers<void>();
  #failure: unknown;
  #closed = false;

  /** A segment is closed at `segmentBytes`. */
  constructor(kind: JournalKind, dir: string, at: OpenSegment, segmentBytes = SEGMENT_BYTES) {
    this.#kind = kind;
    this.#dir = dir;
    this.#most = segmentBytes;
    this.#file = at.file;
    this.#segment = at.segment;
    this.#head = at.head;
  }

  /** The hash of the last record: keep it elsewhere, and nobody can change the ledger unnoticed. */
  get head(): string {
    return this.#head;
  }

  /** Takes a record, as JSON text, and waits its turn while too much is waiting; `flush` makes it durable. */
  async appendText(text: string): Promise<void> {
    this.put(text);
    while (this.#waitingBytes > BACKLOG && this.#writing !== undefined) await this.#writing;
  }

  /** Takes a record, as JSON text, and waits until it is written, so that a kill can take it no more; throws when it could not be. */
  async writeText(text: string): Promise<void> {
    this.put(text);
    await this.#group.promise;
    if (this.#failure !== undefined) throw this.#refusal();
  }

  /** Takes a record without ever waiting; throws once a write has failed. */
  put(text: string): void {
    if (this.#failure !== undefined) throw this.#refusal();
    this.#head = chainHash(this.#head, text);
    const line = `${this.#head} ${Buffer.byteLength(text)} ${text}\n`;
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    this.#writing ??= this.#drain();
  }

  /** Resolves when everything taken so far is on disk; throws when it could not be put there. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    if (this.#failure !== undefined) throw this.#refusal();
  }

  /** Makes everything durable and closes. */
  async close(): Promise<void> {
    await this.flush();
    if (this.#closed) return;
    if (this.#kind.lazy === true) await this.#file.datasync();
    await this.#file.close();
    this.#closed = true;
  }

  /** Closes after something else went wrong, keeping what can be kept. */
  async abandon(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    if (!this.#closed) await this.#file.close();
    this.#closed = true;
  }

  async #drain(): Promise<void> {
    // Lets everything that is ready in this turn join the group.
    await (this.#kind.lazy === true ? setImmediate() : Promise.resolve());
    let group = this.#group;
    try {
      while (this.#waiting.length > 0) {
        const bytes = Buffer.from(this.#waiting.join(""));
        group = this.#group;
        this.#group = Promise.withResolvers();
        this.#waiting = [];
        this.#waitingBytes = 0;
        if (this.#segmentBytes > 0 && this.#segmentBytes + bytes.length > this.#most) await this.#rotate();
        let done = 0;
        // Into the page cache, which takes less time than to ask for it and come back; much of it would keep everybody waiting.
        const atOnce = this.#kind.lazy === true || bytes.length <= FEW_BYTES;
        while (done < bytes.length)
          done += atOnce ? writeSync(this.#file.fd, bytes, done) : (await this.#file.write(bytes, done)).bytesWritten;
        if (this.#kind.lazy !== true) await this.#file.datasync();
        this.#segmentBytes += bytes.length;
        group.resolve();
      }
    } catch (error) {
      this.#failure = error;
      group.resolve();
      this.#group.resolve();
    } finally {
      this.#writing = undefined;
    }
  }

  async #rotate(): Promise<void> {
    if (this.#kind.lazy === true) await this.#file.datasync();
    await this.#file.close();
    this.#segment++;
    this.#file = await newSegment(this.#dir, this.#segment);
    this.#segmentBytes = 0;
  }

  #refusal(): EarnestError {
    return new EarnestError(this.#kind.unwritable, `the ${this.#kind.noun} could not be written: ${messageOf(this.#failure)}`, {
      where: { file: join(this.#dir, segmentName(this.#segment)) },
      next: `Make room or mend the disk, then ${this.#kind.again}; what was written before stays`,
      cause: this.#failure,
    });
  }
}

/** A new file is only as durable as its directory's entry. */
async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
