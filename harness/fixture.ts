import type { Json } from "./action.ts";

/**
 * One row of a table, by column. Whole numbers beyond 2^53 and decimals are text, so that no digit is lost, and so are numbers without end
 * ("Infinity"); bytes are hexadecimal text.
 */
export type FixtureRow = Readonly<Record<string, string | number | null>>;

/** How one table is read and compared. Every table has to be declared: a fixture refuses one that is not. */
export interface TableSpec {
  readonly key: readonly string[];
  /** What is compared; what is left out is left out by declaration, such as `updated_at`. */
  readonly columns: readonly string[];
  /** `identity` (default): every row as before. `append-only`: rows of before stay as they were, new ones may come, and what they add up to is as before. */
  readonly mode?: "identity" | "append-only";
  /** For append-only: sums that have to be as before, such as `{ by: ["order_id", "account"], sum: ["cents"] }`. */
  readonly adds?: { readonly by: readonly string[]; readonly sum: readonly string[] };
  /**
   * Which entity a row is about, where that is no row of its own: the side tables of an order are about the order. Without a table, the
   * column names the whole entity, such as "orders/17". Default: `<table>/<key>`.
   */
  readonly about?: { readonly table?: string; readonly column: string };
  /** Does it only keep under which keys acts and undos were asked for? A row there is no effect, and all that an undo may leave that finds nothing to undo. */
  readonly book?: true;
}

/** Something that holds before, between and after, such as debits that equal credits. */
export interface Invariant {
  readonly says: string;
  /** What is wrong, in a sentence, or nothing. Pure. */
  broken(state: State): string | undefined;
}

/** What of a fixture is compared. */
export interface StateSpec {
  readonly tables: Readonly<Record<string, TableSpec>>;
  /** Numbers handed out stay handed out in most databases, also after an undo: then they "may-advance". */
  readonly sequences: "may-advance" | "must-equal";
  readonly invariants: readonly Invariant[];
}

/** Everything a sandbox holds, read at one moment: rows by table, with all their columns and ordered by key, and sequences by name. */
export interface State {
  readonly tables: Readonly<Record<string, readonly FixtureRow[]>>;
  readonly sequences: Readonly<Record<string, number | string>>;
}

/** What a process works on a sandbox with; closed when it is disposed of. `use` is the fixture's own, such as a database connection. */
export interface Connection<C> extends AsyncDisposable {
  readonly use: C;
  /** Breaks the line as a network would, where the fixture has one: what is under way fails. */
  cut?(): Promise<void>;
  /**
   * The next call through this connection suffers it for real, where the fixture has a server that can: before anything is done there, or
   * when it is done and the answer is on its way. A "timeout" is no answer at all: the call waits until its signal ends it.
   */
  fault?(kind: "error" | "timeout" | "disconnect", point: "before" | "after-effect"): Promise<void>;
  /**
   * From now on `strike` is waited for in the midst of whatever is done here: before each of its parts but the first, such as the statements
   * of a transaction, with the number of those that are done. Null: no more. Needed to show that an effect and its key are one.
   */
  between?(strike: ((done: number) => Promise<void>) | null): void;
}

/** A clean copy of a fixture, for one drill. Taken away when it is disposed of. */
export interface Sandbox extends AsyncDisposable {
  /** How any process reaches it: plain data, handed to the fixture's `connect`. */
  readonly address: Json;
  /** Reads all of it, from outside of whoever works on it. */
  read(): Promise<State>;
  /** Keeps what it holds for a person to look at, in this folder; says how to open it. */
  keep(folder: string): Promise<string>;
}

/** A fixture that was started on one engine: what its sandboxes share, such as a server and a template. */
export interface StartedFixture extends AsyncDisposable {
  /** Engine and version, such as "PostgreSQL 18.4, embedded". */
  readonly about: string;
  /** A clean sandbox, in milliseconds: each holds the same. */
  fresh(): Promise<Sandbox>;
}

/** Where a fixture may put files and servers: taken away when the drill ends, and by the next start where it was killed. */
export interface FixturePlace {
  /** A folder of its own, in the system's temporary folder. */
  readonly dir: string;
  /** Puts on record that this process was started, so that the next start ends it where nobody else did. Call it as soon as its number is known. */
  owns(pid: number): Promise<void>;
  /** A name that no other drill has, for what lies outside the folder, such as a database on a server: lower-case letters, digits and underscores. */
  readonly name: string;
  /** Addresses of servers that are there already and are to be used, by engine; for an engine without one a fixture starts its own. */
  readonly servers?: Readonly<Record<string, string>>;
}

/**
 * A pretend system with real parts, in which actions are carried out, undone and compared. Started once, it hands out clean sandboxes; any
 * process connects to one by its address. `C` is what handlers work with. `fixtureContract` is a battery of promises to run on your own.
 */
export interface Fixture<C = unknown> {
  readonly name: string;
  readonly version: string;
  /** What it runs on, by the names that `--fixture` takes; the first is the quickest to start. */
  readonly engines: readonly [string, ...string[]];
  readonly spec: StateSpec;
  start(engine: string, place: FixturePlace): Promise<StartedFixture>;
  connect(address: Json): Promise<Connection<C>>;
  /**
   * A person changes an entity meanwhile: `same`: a value that the action changed too, `other`: another one. Needed by `humanEdit`.
   * Returns what must still be there afterwards: table, key and columns.
   */
  edit?(use: C, entity: string, what: "same" | "other"): Promise<HumanEdit>;
  /** One ordinary operation on entities of its own, none of `besides`; `nth` counts from 0. Returns the entities it touched. Needed by `--load`. */
  traffic?(use: C, nth: number, besides: ReadonlySet<string>): Promise<readonly string[]>;
}

/** What a person put in by hand, and what must still stand there when everything is over. */
export interface HumanEdit {
  readonly entity: string;
  readonly table: string;
  readonly key: FixtureRow;
  readonly columns: FixtureRow;
}
