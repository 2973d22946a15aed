import type { Json } from "../action.ts";
import type { Fault } from "../faults.ts";
import type { StateDiff } from "../fixture/diffStates.ts";
import type { HumanEdit } from "../fixture.ts";
import type { DrillEvent } from "./drillEvent.ts";
import type { Handler, Irreversible } from "./handler.ts";

/** The drills that there are; each breaks something else, and looks whether the undo bears it. */
export const DRILLS = [
  "revertBatch",
  "partialFailure",
  "crashBeforeReceipt",
  "crashDuringRollback",
  "duplicateDelivery",
  "outOfOrder",
  "humanEdit",
  "irreversible",
  "poison",
  "dependent",
  "blastRadius",
  "timed",
  "randomFaults",
] as const;
export type DrillName = (typeof DRILLS)[number];

/** One act of a batch: `handler` is 0 for the drill's own, 1 for the one that acts later on the same entity. */
export interface DrillAct {
  readonly params: unknown;
  readonly handler: 0 | 1;
  /** Has it to be refused? */
  readonly poison?: boolean;
}

/** How a batch is put through: in this order of places, or with these faults, or each twice. */
export interface Delivery {
  /**
   * Default: all acts as they stand, and for an undo all that were carried out, the last first. An undo with an order is asked for
   * exactly these, also where nothing was carried out; one of which nobody knows whether it was stays left to a person.
   */
  readonly order?: readonly number[];
  /** Each strikes once. An undo that fails is tried three times in all, so three errors for the same one make it a dead letter. */
  readonly faults?: readonly Fault[];
  /** Each is asked for twice under its key: one after the other, or both at once. */
  readonly twice?: "after" | "at-once";
  /**
   * A person changes what an act changed while its undo is under way: when all but `left` of its parts are done, as earlier undos have
   * shown. Where the undo holds what is changed, that comes when it is over; where nothing can come between, just before.
   */
  readonly amid?: readonly { readonly act: number; readonly left: number }[];
  /** Each is asked for once more under its key, with the params of another act: it has to be refused. Not for an undo. */
  readonly otherParams?: boolean;
  /** For the first undo: the process that acted is ended, and another one is started from nothing once it was decided to undo. */
  readonly fresh?: boolean;
}

/** What a drill does its work with; whoever carries out the acts is another process, which may be killed. */
export interface DrillDesk {
  /** The batch; where another handler acts later, all the first acts and after them, in the same order, all the later ones. */
  readonly acts: readonly DrillAct[];
  /** Carries out acts; where a fault kills the process, another one resumes, and finishes what is left. */
  apply(delivery?: Delivery): Promise<void>;
  /** Reads the state between: what the acts have changed. */
  look(): Promise<void>;
  /** A person changes what an act changed, or something else of the same entity. */
  edit(act: number, what: "same" | "other"): Promise<void>;
  /** Starts the clock and takes acts back, in reverse order unless told otherwise. */
  undo(delivery?: Delivery): Promise<void>;
  /** Whole numbers below `below`, the same for the same seed. */
  random(below: number): number;
}

/** A promise that was broken: `check` names it for ever, `says` is a sentence, `act` is the place in the batch where one act is to blame. */
export interface Violation {
  readonly check: string;
  readonly says: string;
  readonly act?: number;
}

/** What a drill has left to be judged by: plain data, kept in the ledger, so that judging it again gives the same. */
export interface DrillSeen {
  readonly acts: readonly { readonly handler: 0 | 1; readonly poison: boolean; readonly touches: readonly string[] }[];
  readonly writes: readonly string[];
  /** Tables of the fixture that only keep keys: see `TableSpec.book`. */
  readonly books: readonly string[];
  readonly unrelated: "keep" | "conflict";
  /** What the drill's own handler says of what cannot be taken back; null where it can. */
  readonly irreversible: Irreversible | null;
  readonly history: readonly DrillEvent[];
  /** What the acts wrote, up to `look`; null where the drill did not look. */
  readonly written: StateDiff | null;
  /** What was written from `look` to the decision to undo, by people and by calls that came again; null where nothing was asked for. */
  readonly meanwhile: StateDiff | null;
  /** What was written from the decision, or a later `look`, to the end; null where the drill did not look. */
  readonly undoing: StateDiff | null;
  /** What keeps the state after from being as before. */
  readonly left: StateDiff;
  /** Invariants that did not hold, and when. */
  readonly broken: readonly { readonly when: "before" | "between" | "after"; readonly says: string }[];
  /** Entities that other traffic touched meanwhile: nothing is said about them. */
  readonly traffic: readonly string[];
  /** What people put in by hand, and whether it still stood there at the end. */
  readonly edits: readonly {
    readonly act: number;
    readonly what: "same" | "other";
    readonly edit: HumanEdit;
    readonly kept: boolean;
  }[];
  /** Columns that the handlers may write, that are not compared, and that are not as before in the end, such as "orders.updated_at": a note. */
  readonly uncompared: readonly string[];
}

/** A drill for acts of one type; `P` are their params. Made by `revertBatch` and the others. */
export interface Drill<P = unknown> {
  readonly name: DrillName;
  readonly version: string;
  /** Acts in a batch. */
  readonly size: number;
  readonly handler: Handler<P>;
  /** Does it promise that everything can be taken back? A type that cannot be undone has no such drill. */
  readonly undoes: boolean;
  /** What it does, in a sentence for a reader of the report. */
  readonly says: string;
  /** The handler that acts later on the same entity, and its params. */
  readonly later?: { readonly handler: Handler; params(params: P): unknown };
  /** How many of the acts are to be refused: they take the place of others, at places drawn by seed. */
  readonly poison?: number;
  readonly params: Json;
  run(desk: DrillDesk): Promise<void>;
}
