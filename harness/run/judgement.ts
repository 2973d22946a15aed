import type { Reversibility } from "../action.ts";
import type { Evidence, TypeEvidence } from "../evidence.ts";
import type { Decided } from "../gate.ts";
import type { Ladder } from "../ladders.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { Interval } from "../stats/clopperPearson.ts";

export const JUDGEMENT_SCHEMA = "earnest/judgement/1";

/** One action type's answer, with the evidence it rests on. */
export interface TypeJudgement {
  readonly type: string;
  readonly title: string;
  readonly noun: string;
  /** Is it a row of the suite, or did it only turn up in the cases? */
  readonly declared: boolean;
  readonly reversibility: Reversibility;
  readonly owners: { readonly business?: string; readonly technical?: string };
  readonly decided: Decided;
  readonly evidence: TypeEvidence;
  /** The range for the match rate that the gate looked at. */
  readonly interval: Interval;
}

/** Why records stayed out, and how many. */
export interface ExclusionReason {
  readonly because: string;
  readonly n: number;
}

/** An excluded record, for the list. */
export interface ExcludedRecord {
  readonly id: string | null;
  readonly because: string;
  readonly where: string;
  readonly faults: readonly string[];
}

/** One reading of a ledger: everything that terminal, exit code, JSON and page show. Plain data. */
export interface Judgement {
  readonly schema: typeof JUDGEMENT_SCHEMA;
  readonly headline: string;
  /** What a reader must know before relying on it; at most a handful of sentences. */
  readonly caveats: readonly string[];
  readonly run: RunHeader & {
    /** Null when the run never came to its end. */
    readonly endedAt: string | null;
    readonly ledgerHead: string;
    /** A record that was cut off while being written, in bytes. */
    readonly tornBytes: number;
    /** Did the suite's comparators or gates change since the run? Then these are the verdicts of the new ones. */
    readonly rulesChanged: boolean;
    /** Recorded proposals that belong to no attempt asked about. */
    readonly unaskedProposals: number;
    readonly notes: readonly string[];
  };
  readonly suite: { readonly name: string; readonly about: string; readonly digest: string; readonly rules: object };
  readonly ladder: Ladder;
  readonly method: { readonly name: string; readonly version: string; readonly confidence: number; readonly says: string };
  /** From what was read to what was judged; every step adds up. */
  readonly flow: {
    readonly read: number;
    readonly excluded: number;
    readonly cases: number;
    /** Left out by a filter, and not reached because of a limit. */
    readonly filtered: number;
    readonly beyondLimit: number;
    readonly asked: number;
    readonly observed: number;
    readonly missing: number;
  };
  readonly exclusions: { readonly reasons: readonly ExclusionReason[]; readonly listed: readonly ExcludedRecord[] };
  readonly evidence: Omit<Evidence, "types">;
  readonly types: readonly TypeJudgement[];
}
