import type { Json } from "../action.ts";
import type { Fixture } from "../fixture.ts";

/** What became of an act: done now; done before, by the same key; refused, with no trace left. */
export interface Applied<R extends Json = Json> {
  readonly outcome: "applied" | "duplicate" | "rejected";
  /** What undoing needs: usually the values of before, and the version that the act left behind. */
  readonly receipt?: R;
  readonly because?: string;
}

/**
 * What became of an undo: done now; done before, by the same key; left alone, because a person changed it meanwhile; nothing to undo (and the
 * act is barred from arriving late); impossible, since it cannot be taken back: what could be done instead, such as a correction, was done.
 */
export type Undone = "reverted" | "already" | "conflict" | "not-applied" | "impossible";

/**
 * What cannot be taken back: the table in which a correction shows up as one more row about the same entity; null: nothing is done instead.
 * Where acts show in that table too, each has to in as many rows about an entity: so one that was carried out twice is seen.
 */
export interface Irreversible {
  readonly corrections: string | null;
}

/** Keys under which an act and its undo are done once, however often they are asked for. */
export interface UndoKeys {
  readonly apply: string;
  readonly undo: string;
}

/**
 * Params that have to be refused, as they are, or made from those of a good act: `(good) => ({ ...good, amount: -1 })`. What the good act
 * presumes is prepared, so that nothing else is in the way of them; for those that stand as they are nothing is, such as for an order
 * that must not be there.
 */
export type Poison<P> = { of(good: P): unknown }["of"] | object | string | number | boolean | null | undefined;

/**
 * Carries out acts of one type in a sandbox, looks whether they were, and takes them back. `P` are the act's params, `C` is what the
 * fixture's connection gives, `R` is the receipt. The key has to be written in the same transaction as the effect: a second call under
 * the same key does nothing, the same key with other params is an error. Errors thrown mean "nobody knows": `probe` is asked then.
 */
export interface Handler<P = unknown, C = unknown, R extends Json = Json> {
  readonly name: string;
  readonly version: string;
  readonly fixture: Fixture<C>;
  /** What is different in production, in a sentence that the report prints, such as "Money that is paid out cannot be called back." */
  readonly caveat: string;
  /** The tables that it may write to; a change anywhere else is a finding. */
  readonly writes: readonly string[];
  /** The entities it may touch, such as "orders/17"; a change to any other is a finding. */
  touches(params: P): readonly string[];
  /** Puts into a clean sandbox what the act presumes, such as the order that it pays back. */
  prepare(use: C, params: P): Promise<void>;
  /** Params for a drill where no ledger gives any, the same for the same number. */
  example(nth: number): P;
  /** Params that have to be refused without a trace: hostile, impossible or out of bounds. */
  readonly poison: readonly Poison<NoInfer<P>>[];
  apply(use: C, params: P, key: string, signal: AbortSignal): Promise<Applied<R>>;
  probe(use: C, params: P, key: string): Promise<"applied" | "absent" | "unknown">;
  /** `receipt` is null where it was lost. */
  compensate(use: C, params: P, receipt: R | null, keys: UndoKeys, signal: AbortSignal): Promise<Undone>;
  /** For acts that cannot be taken back: `compensate` answers "impossible", having made one correction at most. Absent: they can. */
  readonly irreversible?: Irreversible;
  /** What an undo does where a person changed something else of the same entity: keeps that (default), or leaves all alone. */
  readonly unrelated?: "keep" | "conflict";
}
