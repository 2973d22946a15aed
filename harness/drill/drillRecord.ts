import type { DrillName, DrillSeen, Violation } from "./drill.ts";
import type { ActEnd } from "./drillEvent.ts";

export const DRILL_LEDGER_SCHEMA = "earnest/drills/1";

/** What a row of the suite drills, as it stood. */
export interface DrilledType {
  readonly type: string;
  readonly reversibility: string;
  readonly handler: { readonly name: string; readonly version: string; readonly caveat: string };
  /** `engines`: what it runs on, engine and version, by the name of the engine. */
  readonly fixture: { readonly name: string; readonly version: string; readonly engines: Readonly<Record<string, string>> };
  /**
   * Where its acts come from: those that the agent proposed in the run, or the handler's examples where these are too few for a batch. Of
   * the proposed ones are left out: kept back by the envelope, and with params that cannot be used. `batch`: how many of them the largest
   * batch holds, fewer than its size where no more are about entities of their own.
   */
  readonly acts: {
    readonly from: "proposed" | "examples";
    readonly proposed: number;
    readonly kept: number;
    readonly unusable: number;
    readonly batch: number;
  };
  readonly drills: readonly {
    readonly name: DrillName;
    readonly version: string;
    readonly size: number;
    readonly says: string;
  }[];
}

/** The first record of a drill ledger: what made its results. */
export interface DrillsHeader {
  readonly kind: "drills";
  readonly schema: typeof DRILL_LEDGER_SCHEMA;
  readonly id: string;
  readonly startedAt: string;
  readonly earnest: string;
  readonly node: string;
  /** Processors of the machine. */
  readonly cores: number;
  /** Drills that went on side by side, which their times have in them; absent where each engine had one. */
  readonly lanes?: number;
  readonly seed: number;
  readonly times: number;
  readonly load: number;
  readonly suite: { readonly name: string; readonly file: string; readonly digest: string };
  readonly agent: { readonly name: string; readonly version: string };
  /** Where the acts come from: the run whose ledger proposed them, or null where the handlers' own examples were taken. */
  readonly from: { readonly run: string; readonly head: string } | null;
  readonly types: readonly DrilledType[];
}

/** One drill, done once. */
export interface DrillResult {
  readonly kind: "drill";
  /** Counts from 1 over the ledger. */
  readonly n: number;
  readonly type: string;
  readonly drill: DrillName;
  readonly engine: string;
  readonly at: string;
  readonly seed: number;
  /** Is this the negative control, in which undoing only pretends? Then it has to be caught. */
  readonly control: boolean;
  readonly size: number;
  /** How the acts ended. */
  readonly ends: Readonly<Partial<Record<ActEnd, number>>>;
  /** Acts after which everything they touched is as it was; and whether that holds for all that was to be undone. */
  readonly restored: number;
  readonly held: boolean;
  readonly violations: readonly Violation[];
  /** Milliseconds: carrying out, from the decision to the last undo (waiting for another process included), and reading and comparing the state. */
  readonly ms: { readonly apply: number; readonly undo: number; readonly check: number; readonly restarts: number };
  /** Milliseconds of each undo. */
  readonly each: readonly number[];
  /** Did the process that undoes have to start after the decision, with none to spare? */
  readonly cold: boolean;
  /** Other operations on the same tables meanwhile: asked for a second, done, failed; null: none asked for. */
  readonly load: { readonly asked: number; readonly done: number; readonly failed: number } | null;
  /** Entities that a person has to look at. */
  readonly conflicts: readonly string[];
  readonly irreversible: readonly string[];
  /** What it was judged by. */
  readonly seen: DrillSeen;
  /** Where its sandbox was kept; null where it was taken away. */
  readonly kept: string | null;
}

/** The last record, of drills that came to their end. */
export interface DrillsEnd {
  readonly kind: "end";
  readonly at: string;
  readonly results: number;
  readonly interrupted: boolean;
}

export type DrillLedgerRow = DrillsHeader | DrillResult | DrillsEnd;
