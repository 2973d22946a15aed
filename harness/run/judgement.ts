import type { Reversibility } from "../action.ts";
import type { CeilingSeen } from "../ceiling.ts";
import type { Attempts } from "../evidence/attempts.ts";
import type { BreachesSeen } from "../evidence/breachCount.ts";
import type { ConfidenceUse } from "../evidence/confidenceUse.ts";
import type { DrillLedgerSeen } from "../evidence/drillLedgers.ts";
import type { DrillsLeftOut } from "../evidence/drillsLeftOut.ts";
import type { DrillsSeen } from "../evidence/drillsSeen.ts";
import type { FailureSeen } from "../evidence/failureCount.ts";
import type { JudgeFacts } from "../evidence/judgeFacts.ts";
import type { OwnersLimits } from "../evidence/ownersLimits.ts";
import type { People } from "../evidence/people.ts";
import type { ReadsSeen } from "../evidence/readCount.ts";
import type { Reviewed } from "../evidence/reviewed.ts";
import type { Sequence } from "../evidence/sequence.ts";
import type { UsageSeen } from "../evidence/usageCount.ts";
import type { WallSeen } from "../evidence/wallCount.ts";
import type { WorthReading } from "../evidence/worthReading.ts";
import type { Evidence, TypeEvidence } from "../evidence.ts";
import type { Loosened } from "../gate/loosened.ts";
import type { Decided, Together, Verdict } from "../gate.ts";
import type { LadderData } from "../ladders.ts";
import type { PlayedCassette, RecordFile, RunHeader } from "../ledger/record.ts";
import type { PolicySeen } from "../policy/policySeen.ts";
import type { Interval } from "../stats/clopperPearson.ts";
import type { NightSeen } from "./nightTally.ts";
import type { AmongOthers } from "./together.ts";

export const JUDGEMENT_SCHEMA = "earnest/judgement/6";

/** One action type's answer, with the evidence it rests on. */
export interface TypeJudgement {
  readonly type: string;
  readonly title: string;
  readonly noun: string;
  /** Is it a row of the suite, or did it only turn up in the cases? */
  readonly declared: boolean;
  readonly reversibility: Reversibility;
  /** Why it is consequential, in the suite's words; null where the suite does not say that it is. */
  readonly consequential: string | null;
  readonly owners: { readonly business?: string; readonly technical?: string };
  readonly decided: Decided;
  /** How the answer stands among all that were asked for at once; null where nothing was asked. */
  readonly among: AmongOthers | null;
  readonly evidence: TypeEvidence;
  /** The range for the match rate that the gate looked at. */
  readonly interval: Interval;
  /** How that range came about, case by case; null where its gate asks for no match rate, without cases, and behind the first twenty. */
  readonly sequence: Sequence | null;
  /** The model judges behind its comparing, and how people measured them; null where it asks none. */
  readonly judge: JudgeFacts | null;
  /** What the agent's own confidence is worth; null where it stated none. */
  readonly confidence: ConfidenceUse | null;
  /** What its risk allows at most, whatever the evidence; null where the suite does not say what its risk is. */
  readonly ceiling: CeilingSeen | null;
  /** What its policy envelope let through and kept back; null where it has none. */
  readonly policy: PolicySeen | null;
  /** What drills showed of undoing it. */
  readonly drills: DrillsSeen;
  /** What the ladder demands, to climb, to stay and to go on, and the suite's own criteria do not ask or ask less of, by its limits; null where nothing. */
  readonly leftOut: readonly string[] | null;
  /** What it does, in the suite's words. */
  readonly about: string;
  /** Is a demotion that `earnest gate` finds written to the register by itself? */
  readonly breaker: boolean;
}

/** One of the runs behind a judgement. */
export interface RunCounted {
  readonly id: string;
  readonly startedAt: string;
  readonly agent: string;
  /** The digest of its dataset. */
  readonly dataset: string;
  /** The model answers that it played; null where it asked for all of them. */
  readonly cassette: PlayedCassette | null;
  readonly counted: number;
  /** Cases that an earlier run has shown: the same evidence counts once. */
  readonly repeated: number;
  /** Hash of the last record of its ledger, over all before it; null where nothing of it was read. */
  readonly head: string | null;
  /** Is it of another agent version? Then nothing of it counts. */
  readonly otherVersion: boolean;
  /** The new cases that it showed of its own version, counted or not, and what they came to. */
  readonly seen: NightSeen;
  /** The digest of the comparators and gates that it began with, and the earnest that observed. */
  readonly rules: string;
  readonly earnest: string;
  /** What had changed since the run before it, of any version. */
  readonly changed: readonly ("agent" | "rules" | "dataset" | "earnest")[];
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

/** The answers as they stood without the newest of several runs, by the suite as it stands now. */
export interface AnswersBefore {
  /** The run before the newest. */
  readonly run: string;
  readonly answers: readonly { readonly type: string; readonly verdict: Verdict }[];
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
  /** All runs that were read, in order of time; `run` is the last. */
  readonly runs: readonly RunCounted[];
  /** What the newest run may have changed; null where one run of this agent version was read. */
  readonly before: AnswersBefore | null;
  readonly worth: WorthReading;
  /** All ledgers of drills that were read, in order of time. */
  readonly drillLedgers: readonly DrillLedgerSeen[];
  /** Other ledgers of the suite's drills that are kept, and were not to be read. */
  readonly drillsLeftOut: readonly DrillsLeftOut[];
  readonly suite: { readonly name: string; readonly about: string; readonly digest: string; readonly rules: object };
  /** The files of records that the verdicts rest on besides the ledgers, as they were read. */
  readonly files: readonly RecordFile[];
  /** What the evidence cannot show, in the words of the suite’s owner; null where they wrote none. */
  readonly limits: OwnersLimits | null;
  readonly ladder: LadderData;
  /** How the suite's gates are looser than those the run began with, and which records were changed since; set before any answer was known they would count for more. */
  readonly loosened: readonly Loosened[];
  readonly method: {
    readonly name: string;
    readonly version: string;
    readonly confidence: number;
    /** The error level of one end of a range. */
    readonly alpha: number;
    readonly grids: readonly string[];
    readonly clusters: string;
    readonly target: string;
    readonly says: string;
    /** What holds for each answer alone, and for all promotions together; without a full stop. */
    readonly together: string;
  };
  /** Does the confidence hold for all promotions together, or for each by itself? */
  readonly together: Together;
  /** From what was read to what was judged, over all runs that count; every step adds up, and a record that several runs read counts once. */
  readonly flow: {
    readonly read: number;
    readonly excluded: number;
    readonly cases: number;
    /** Left out by a filter, and not reached because of a limit. */
    readonly filtered: number;
    readonly beyondLimit: number;
    readonly asked: number;
    /** Never seen, because the run was cut off; not needed, because it stopped early. */
    readonly missing: number;
    readonly saved: number;
    /** On record, but behind a gap or behind the stop. */
    readonly uncounted: number;
    /** Beside those steps: how often a run showed a case that an earlier one had shown already. */
    readonly repeated: number;
    /** New cases of clusters that an earlier run has shown: counted among those below, and no evidence. */
    readonly aside: number;
    /** What counts. */
    readonly observed: number;
  };
  /** What stopping early saved; null for a run that did not. Money is known where the suite names a price. */
  readonly stopped: {
    readonly saved: number;
    readonly money: { readonly amount: number; readonly currency: string } | null;
  } | null;
  readonly exclusions: { readonly reasons: readonly ExclusionReason[]; readonly listed: readonly ExcludedRecord[] };
  readonly evidence: Omit<Evidence, "types">;
  readonly people: People;
  /** What people said of both decisions without knowing whose they were: it explains, and no verdict rests on it. Null where nobody has begun. */
  readonly reviewed: Reviewed | null;
  readonly attempts: Attempts;
  /** How strong the wall was over all that counts; what was built for the last run is in `run.wall`. */
  readonly wall: WallSeen & {
    /** What it entitles this report to say. */
    readonly says: string;
    /** Which promotions rest on a waiver, whose it is and why, in a sentence; null where none does. */
    readonly waived: string | null;
  };
  readonly breaches: BreachesSeen;
  readonly reads: ReadsSeen;
  /** What the model calls took; null where there were none. */
  readonly usage: UsageSeen | null;
  /** Why there was no usable proposal, most frequent first. */
  readonly failures: readonly FailureSeen[];
  readonly types: readonly TypeJudgement[];
}
