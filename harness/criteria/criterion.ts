import type { Json } from "../action.ts";
import type { Drill } from "../drill/drill.ts";
import type { DrilledElsewhere } from "../drill/library/drilledElsewhere.ts";
import type { HumanBaseline } from "../evidence/typeFacts.ts";
import type { ShareName, TypeEvidence } from "../evidence.ts";

/** Shown to hold, shown not to hold, or not known yet. */
export type FindingVerdict = "met" | "not-met" | "insufficient";

/** The share a criterion asks about, and the rates that decide it: the evidence is followed there from the first case. */
export interface Asks {
  readonly share: ShareName;
  /** Met when the rate is shown to lie above this. */
  readonly line: number;
  /** Not met when it is shown to lie below this; default: the same line. */
  readonly lost?: number;
  /** The error level of either; default 0.05. One that asks for less spends the rest on a limit that is itself uncertain. */
  readonly alpha?: number;
}

/** A named test of evidence: plain data that can be printed and stamped into a digest, and the function that decides it. */
export interface Criterion {
  readonly name: string;
  readonly params: { readonly [key: string]: Json };
  /** What it asks, for somebody who is not an engineer. */
  readonly question: string;
  /** The limit it compares with, in words. */
  readonly limit: string;
  readonly asks?: Asks;
  judge(evidence: TypeEvidence, noun: string): Finding;
  /** The same criterion with what the row of an action type says filled in, for one that takes its limit from there. */
  of?(row: RowFacts): Criterion;
}

/** What a row of a suite says that a criterion of a ladder may need. */
export interface RowFacts {
  readonly baseline?: HumanBaseline | undefined;
  readonly drills?: readonly (Drill | DrilledElsewhere)[] | undefined;
}

/**
 * What one criterion found. `because` is a sentence; `fact` and `detail` are the short form for a table cell;
 * `change` says what would change it. `numbers` holds every number the sentences rest on; `p` among them, the chance (at any look) of
 * so much evidence for "met" if it were not so, is what many action types at once are corrected by.
 */
export interface Finding {
  readonly criterion: { readonly name: string; readonly params: { readonly [key: string]: Json } };
  readonly question: string;
  readonly limit: string;
  readonly verdict: FindingVerdict;
  readonly because: string;
  readonly fact: string;
  readonly detail: string;
  readonly change: string;
  readonly numbers: { readonly [key: string]: number };
}
