import type { Json } from "../action.ts";
import type { TypeEvidence } from "../evidence.ts";

/** Shown to hold, shown not to hold, or not known yet. */
export type FindingVerdict = "met" | "not-met" | "insufficient";

/** A named test of evidence: plain data that can be printed and stamped into a digest, and the function that decides it. */
export interface Criterion {
  readonly name: string;
  readonly params: { readonly [key: string]: Json };
  /** What it asks, for somebody who is not an engineer. */
  readonly question: string;
  /** The limit it compares with, in words. */
  readonly limit: string;
  judge(evidence: TypeEvidence, noun: string): Finding;
}

/**
 * What one criterion found. `because` is a sentence; `fact` and `detail` are the short form for a table cell;
 * `change` says what would change it. `numbers` holds every number the sentences rest on.
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
