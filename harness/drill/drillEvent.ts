import type { Json } from "../action.ts";
import type { HumanEdit } from "../fixture.ts";
import type { Undone } from "./handler.ts";

/**
 * One line of a drill's journal. An intent is on disk before its effect; an intent without an outcome is one that nobody knows about, until
 * it is probed. Every intent has one outcome of its own, also where an undo took several tries. `act` is the place of the act in its batch; `ms` counts from the start of the drill.
 */
export type DrillEvent =
  | {
      readonly e: "intent";
      readonly phase: "apply" | "undo";
      readonly act: number;
      readonly otherParams?: true;
      readonly ms: number;
    }
  | {
      readonly e: "applied";
      readonly act: number;
      /** `failed`: shown by a probe not to have happened. `unknown`: a probe could not tell; it is left to a person. */
      readonly outcome: "applied" | "duplicate" | "rejected" | "failed" | "unknown";
      /** How it is known: the call's own answer, or a probe after the answer was lost. */
      readonly by: "answer" | "probe";
      readonly receipt: Json;
      /** Asked for under its key with the params of another act: has to be "rejected", and nothing may come of it. */
      readonly otherParams?: true;
      readonly because?: string;
      readonly ms: number;
    }
  | {
      readonly e: "undone";
      readonly act: number;
      /** `dead-letter`: given up after several tries, and left to a person. `left`: not tried, for a person has to look first. */
      readonly outcome: Undone | "dead-letter" | "left";
      readonly because?: string;
      readonly ms: number;
    }
  /** Another process goes on after the one before was killed, or ended by itself. */
  | { readonly e: "resumed"; readonly ms: number }
  /** Processes ended again and again without being killed; nobody goes on, and what was not asked for by now never was: a finding. */
  | { readonly e: "gave-up"; readonly because: string; readonly ms: number }
  | { readonly e: "edited"; readonly act: number; readonly what: "same" | "other"; readonly edit: HumanEdit; readonly ms: number }
  /** Somebody decides to undo: the clock starts. */
  | { readonly e: "decided"; readonly ms: number }
  | { readonly e: "verified"; readonly ms: number };

/** How one act ended, as the journal explains it. */
export type ActEnd =
  | "reverted"
  | "conflict"
  | "never-applied"
  | "impossible"
  | "dead-letter"
  | "left"
  /** Carried out and not undone, though nothing kept it from being: a finding. */
  | "standing"
  /** An intent that nobody looked into: a finding. */
  | "open";
