import type { Json } from "../action.ts";
import type { Delivery } from "./drill.ts";

/** An act as it is handed to another process; params that have to be refused may be anything, so they are named by their place in the handler, with the good act in whose stead they are. */
export type SentAct =
  | { readonly handler: 0 | 1; readonly params: Json }
  | { readonly handler: 0; readonly poison: number; readonly good: Json };

/** What a hand is to open: plain data. */
export interface Opening {
  /** Names the drill, for the program that loads the suite. */
  readonly which: Json;
  readonly address: Json;
  /** Folder of the drill's journal. */
  readonly journal: string;
  readonly acts: readonly SentAct[];
  /** Part of every idempotency key of this drill. */
  readonly key: string;
  /** When the drill began, by the clock that all its processes share, in ms. */
  readonly began: number;
  /** The negative control: undoing only pretends. */
  readonly control: boolean;
  /** How long one call of a handler may take, in ms. */
  readonly callMs: number;
  /** Does it go on where another hand was ended? */
  readonly resume: boolean;
}

/** What a hand is asked to do; answered in turn. */
export type HandTask =
  | ({ readonly do: "open" } & Opening)
  | { readonly do: "prepare" }
  | {
      readonly do: "carry";
      readonly phase: "apply" | "undo";
      readonly delivery: Delivery;
      /** Events in the journal when this was first asked for: what has an outcome since then is done. */
      readonly from: number;
    }
  | { readonly do: "edit"; readonly act: number; readonly what: "same" | "other" }
  /** `ms` is the moment by the clock of who asks: a process that has to start first makes nothing later. */
  | { readonly do: "note"; readonly e: "decided" | "verified"; readonly ms: number }
  | { readonly do: "close" };

export type HandAsk = HandTask & { readonly id: number };

/** What a hand says. */
export type HandSays =
  | { readonly say: "ready" }
  /** Still at work. */
  | { readonly say: "alive" }
  /** A fault, by its place in the delivery; one that hangs waits to be killed. */
  | { readonly say: "fired"; readonly fault: number; readonly hangs: boolean }
  /** A handler that was told to stop does not, and holds what it holds: only ending the process helps. */
  | { readonly say: "stuck" }
  /** `events`: how many the journal holds now. */
  | { readonly say: "done"; readonly id: number; readonly events: number }
  | {
      readonly say: "refused";
      readonly id: number;
      readonly code: "FIXTURE_BROKEN" | "DRILL_BROKEN" | "LEDGER_CORRUPT" | "LEDGER_WRITE";
      readonly because: string;
    };

const CODES: readonly unknown[] = ["FIXTURE_BROKEN", "DRILL_BROKEN", "LEDGER_CORRUPT", "LEDGER_WRITE"];

/** Checks what came from a hand, in whose process a handler may send what it likes; undefined for anything else. */
export function readSays(message: unknown): HandSays | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { say, id, events, fault, hangs, code, because } = message as Record<string, unknown>;
  if (say === "ready" || say === "alive" || say === "stuck") return { say };
  if (say === "fired" && isCount(fault) && typeof hangs === "boolean") return { say, fault, hangs };
  if (say === "done" && isCount(id) && isCount(events)) return { say, id, events };
  if (say === "refused" && isCount(id) && CODES.includes(code) && typeof because === "string")
    return { say, id, code: code as "DRILL_BROKEN", because };
  return undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
