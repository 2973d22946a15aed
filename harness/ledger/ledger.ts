import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { EarnestError, messageOf } from "../errors.ts";
import { chainHash, GENESIS, type LedgerRow, SEGMENT_BYTES, segmentName } from "./record.ts";

/** So much may wait to be written before producers have to wait too. */
const BACKLOG = 8 * 1024 * 1024;

/**
 * The append-only record of what was seen: `<32 hex hash> <bytes> <json>` per line, each hash chained to the one before.
 * Writes are grouped: whatever has arrived while the disk was busy goes out together and is made durable at once.
 * After a failed write nothing more is accepted, for what is on disk is then unknown.
 */
export class Ledger {
  readonly #dir: string;
  readonly #most: number;
  #file: FileHandle;
  #segment = 1;
  #segmentBytes = 0;
  #head = GENESIS;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  #failure: unknown;
  #closed = false;

  private constructor(dir: string, file: FileHandle, most: number) {
    this.#dir = dir;
    this.#most = most;
    this.#file = file;
  }

  /** Begins a ledger in a directory that holds none; a segment is closed at `segmentBytes`. */
  static async create(dir: string, segmentBytes = SEGMENT_BYTES): Promise<Ledger> {
    await mkdir(dir, { recursive: true });
    const ledger = new Ledger(dir, await open(join(dir, segmentName(1)), "wx"), segmentBytes);
    await syncDirectory(dir);
    return ledger;
  }

  /** The hash of the last record: keep it elsewhere, and nobody can change the ledger unnoticed. */
  get head(): string {
    return this.#head;
  }

  /** Takes a record and waits its turn while too much is waiting; `flush` makes it durable. */
  append(row: LedgerRow): Promise<void> {
    return this.appendText(JSON.stringify(row));
  }

  /** Takes a record that is JSON text already. */
  async appendText(text: string): Promise<void> {
    this.put(text);
    while (this.#waitingBytes > BACKLOG && this.#writing !== undefined) await this.#writing;
  }

  /** Takes a record without ever waiting; throws LEDGER_WRITE once a write has failed. */
  put(text: string): void {
    if (this.#failure !== undefined) throw this.#refusal();
    this.#head = chainHash(this.#head, text);
    const line = `${this.#head} ${Buffer.byteLength(text)} ${text}\n`;
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    this.#writing ??= this.#drain();
  }

  /** Resolves when everything taken so far is on disk; throws LEDGER_WRITE when it could not be put there. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    if (this.#failure !== undefined) throw this.#refusal();
  }

  /** Makes everything durable and closes. */
  async close(): Promise<void> {
    await this.flush();
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
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) {
        const bytes = Buffer.from(this.#waiting.join(""));
        this.#waiting = [];
        this.#waitingBytes = 0;
        if (this.#segmentBytes > 0 && this.#segmentBytes + bytes.length > this.#most) await this.#rotate();
        let done = 0;
        while (done < bytes.length) done += (await this.#file.write(bytes, done)).bytesWritten;
        await this.#file.datasync();
        this.#segmentBytes += bytes.length;
      }
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#writing = undefined;
    }
  }

  async #rotate(): Promise<void> {
    await this.#file.close();
    this.#segment++;
    this.#file = await open(join(this.#dir, segmentName(this.#segment)), "wx");
    this.#segmentBytes = 0;
    await syncDirectory(this.#dir);
  }

  #refusal(): EarnestError {
    return new EarnestError("LEDGER_WRITE", `the ledger could not be written: ${messageOf(this.#failure)}`, {
      where: { file: join(this.#dir, segmentName(this.#segment)) },
      next: "Make room or mend the disk, then run again; what was written before stays readable",
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
