import { closeSync, mkdirSync, openSync, readSync } from "node:fs";
import { join, resolve } from "node:path";
import { EarnestError } from "../errors.ts";
import { continueJournal, Journal } from "../journal/journal.ts";
import { lockFolder } from "../journal/lock.ts";
import { type JournalRecord, newJournalEnd, readJournal } from "../journal/readJournal.ts";
import { type JournalKind, segmentName } from "../journal/segments.ts";
import { type Exchange, exchangeSchema } from "./exchange.ts";

/** The journal of recorded model answers. */
export const CASSETTE: JournalKind = {
  noun: "cassette",
  missing: "CASSETTE_MISSING",
  corrupt: "CASSETTE_CORRUPT",
  unwritable: "CASSETTE_WRITE",
  lazy: true,
  again: "go on with --resume",
  hint: "Give the folder of a cassette, such as .earnest/runs/<id>/cassette, or make one with --replay record",
};

const SCHEMA = "earnest/cassette/1";

interface Place {
  readonly segment: number;
  readonly start: number;
  readonly length: number;
}

/** The journal that is written, and what keeps others from it. */
interface Writing {
  readonly journal: Journal;
  readonly lock: Disposable;
}

/**
 * Recorded model answers, found by what was asked: an index in memory, the answers on disk.
 * Throws CASSETTE_MISSING, CASSETTE_CORRUPT with file and line, CASSETTE_WRITE.
 */
export class Cassette {
  readonly dir: string;
  /** Bytes of a record that was cut off while it was written. */
  readonly torn: number;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #writes: Writing | undefined;
  readonly #files = new Map<number, number>();

  private constructor(dir: string, index: Index, writes: Writing | undefined, torn: number) {
    this.dir = dir;
    this.#places = index.places;
    this.#writes = writes;
    this.torn = torn;
  }

  /** Opens a cassette to be played. Every exchange in it is handed to `see`. */
  static play(dir: string, see: (exchange: Exchange) => void = () => undefined): Cassette {
    const index = new Index(dir, see);
    const end = newJournalEnd();
    for (const record of readJournal(CASSETTE, dir, end)) index.take(record);
    if (end.torn === null && index.isEmpty)
      throw new EarnestError("CASSETTE_MISSING", `the cassette in ${dir} is empty`, { next: CASSETTE.hint });
    return new Cassette(resolve(dir), index, undefined, end.torn?.bytes ?? 0);
  }

  /**
   * Begins a cassette, or goes on with one: every exchange already in it is handed to `see`. Throws RUN_LOCKED while another run
   * records on it: two chains in one folder would be none.
   */
  static async record(dir: string, see: (exchange: Exchange) => void = () => undefined): Promise<Cassette> {
    mkdirSync(dir, { recursive: true });
    const lock = lockFolder(dir, CASSETTE.noun);
    try {
      const index = new Index(dir, see);
      const at = await continueJournal(CASSETTE, dir, (_, record) => index.take(record));
      const journal = new Journal(CASSETTE, dir, at);
      if (index.isEmpty) journal.put(JSON.stringify({ kind: "cassette", schema: SCHEMA }));
      return new Cassette(resolve(dir), index, { journal, lock }, at.torn?.bytes ?? 0);
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  }

  /** What an earlier run kept under this key. */
  find(key: string): Exchange | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : (this.#read(place) as { exchange: Exchange }).exchange;
  }

  /** Keeps an exchange; once it has, a kill can take it no more. */
  async keep(exchange: Exchange): Promise<void> {
    await this.#writes?.journal.writeText(JSON.stringify({ kind: "exchange", exchange }));
  }

  /** Makes everything durable and closes. */
  async close(): Promise<void> {
    using _lock = this.#writes?.lock;
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
    await this.#writes?.journal.close();
  }

  /** Closes after something else went wrong, keeping what can be kept. */
  async abandon(): Promise<void> {
    using _lock = this.#writes?.lock;
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
    await this.#writes?.journal.abandon();
  }

  #read({ segment, start, length }: Place): unknown {
    let file = this.#files.get(segment);
    if (file === undefined) {
      file = openSync(join(this.dir, segmentName(segment)), "r");
      this.#files.set(segment, file);
    }
    const text = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const got = readSync(file, text, done, length - done, start + done);
      if (got === 0) throw changed(this.dir, segment);
      done += got;
    }
    try {
      return JSON.parse(text.toString());
    } catch {
      throw changed(this.dir, segment);
    }
  }
}

/** Where the exchanges of a cassette stand. A key that was kept twice is found at its last place. */
class Index {
  readonly places = new Map<string, Place>();
  readonly #dir: string;
  readonly #see: (exchange: Exchange) => void;
  #segment = 0;
  #line = 0;
  isEmpty = true;

  constructor(dir: string, see: (exchange: Exchange) => void) {
    this.#dir = dir;
    this.#see = see;
  }

  take({ row, segment, start, length }: JournalRecord): void {
    this.#line = segment === this.#segment ? this.#line + 1 : 1;
    this.#segment = segment;
    const { kind, schema, exchange } = Object(row) as { kind?: unknown; schema?: unknown; exchange?: unknown };
    if (this.isEmpty) {
      if (kind !== "cassette") throw this.#fault("its first record does not say that it is a cassette");
      if (schema !== SCHEMA) throw this.#fault(`it is of another format than ${SCHEMA}`);
      this.isEmpty = false;
      return;
    }
    const read = exchangeSchema.safeParse(exchange);
    if (kind !== "exchange" || !read.success) throw this.#fault("a record is no exchange");
    this.places.set(read.data.key, { segment, start, length });
    this.#see(read.data);
  }

  #fault(because: string): EarnestError {
    return new EarnestError("CASSETTE_CORRUPT", `the cassette cannot be played: ${because}`, {
      where: { file: join(this.#dir, segmentName(this.#segment)), line: this.#line },
      next: CASSETTE.hint,
    });
  }
}

function changed(dir: string, segment: number): EarnestError {
  return new EarnestError("CASSETTE_CORRUPT", "the cassette was changed while it was being played", {
    where: { file: join(dir, segmentName(segment)) },
  });
}
