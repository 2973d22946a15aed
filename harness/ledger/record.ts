import type { Breach, Isolation, Seam, Wall } from "../agent.ts";
import type { PriceTable } from "../budget/prices.ts";
import type { Case } from "../case.ts";
import type { Card } from "../dataset/defineDataset.ts";
import type { LeakProbe } from "../dataset/leakProbe.ts";
import type { Excluded } from "../dataset/loadCases.ts";
import type { Weights } from "../dataset/weights.ts";
import type { RedactionFacts } from "../redact/redaction.ts";
import type { Observation } from "../replay.ts";

export const LEDGER_SCHEMA = "earnest/ledger/2";
/** Formats that can be read; what a later one added is absent from an earlier one. */
export const READABLE: readonly string[] = ["earnest/ledger/1", LEDGER_SCHEMA];

/** What one attempt costs. */
export interface Price {
  readonly perAttempt: number;
  readonly currency: string;
}

/** Model answers that a run was given to play. */
export interface PlayedCassette {
  /** As it was given. */
  readonly path: string;
  /** Play it or stop; or play what it holds and ask for the rest. */
  readonly replay: "strict" | "record";
  /** Hash of its last record when the run began; null where it held nothing. */
  readonly head: string | null;
  /** Who asked the models; null where the cassette does not say. */
  readonly recordedBy: { readonly agent: string; readonly version: string; readonly run: string } | null;
}

/** A file that a report rests on, as it stood: digest over its records, each with a line feed behind it; over all bytes of what names limits. */
export interface RecordFile {
  readonly name: "drills" | "adjudications" | "limits";
  readonly digest: string;
  readonly records: number;
}

/** What made the numbers; the first record of a run, and its manifest. */
export interface RunHeader {
  readonly schema: string;
  readonly id: string;
  readonly startedAt: string;
  readonly earnest: string;
  readonly node: string;
  readonly suite: {
    readonly name: string;
    readonly file: string;
    readonly data: string | null;
    readonly digest: string;
    readonly rules: object;
  };
  readonly dataset: {
    readonly name: string;
    readonly source: string;
    readonly digest: string;
    readonly cases: number;
    readonly excluded: number;
    readonly card: Card | null;
    /** Absent or null when all cases weigh the same. */
    readonly weights?: Weights | null;
    /** sha-256 over the digests of the cases asked about, in sampling order; absent from earlier formats. */
    readonly orderDigest?: string;
    /** The most decisions one cluster counts for; absent or null when there is no such limit. */
    readonly clusterCap?: number | null;
  };
  /** What was taken out of the cases before anything was written; absent from earlier formats, which held all as it was. */
  readonly redaction?: RedactionFacts;
  /** Fields that may hold the answer; absent from earlier formats, null where nothing was asked. */
  readonly leaks?: LeakProbe | null;
  readonly agent: { readonly name: string; readonly version: string; readonly seam: Seam; readonly isolation: Isolation };
  /** How strong the wall was, and what shows it; absent from earlier formats, null where nothing was built. */
  readonly wall?: Wall | null;
  /** Digest of the tools the agent saw; absent from earlier formats. */
  readonly tools?: string;
  /** The hosts whose models it could call; absent or empty when there were none. */
  readonly models?: readonly string[];
  /** Absent from earlier formats, null where every answer was asked for. */
  readonly cassette?: PlayedCassette | null;
  readonly prices?: PriceTable | null;
  /** The files of drills and adjudications that were there when it began; absent from earlier formats. */
  readonly files?: readonly RecordFile[];
  readonly seed: number;
  readonly attempts: number;
  /** Seconds per attempt. */
  readonly timeout: number;
  readonly selection: {
    readonly filter: Readonly<Record<string, string>>;
    readonly limit: number | null;
    readonly onBadRow: "refuse" | "exclude";
    /** The action types whose questions were kept; absent or null when all were. */
    readonly ask?: readonly string[] | null;
  };
  /** May the run end as soon as every answer is settled? */
  readonly stopEarly?: boolean;
  readonly price?: Price | null;
  /** Cases left by the filter, and of those the cases asked about. */
  readonly asked: {
    readonly selected: number;
    readonly cases: number;
    /** The largest cluster of the selected cases, by weight; absent from earlier formats. */
    readonly largest?: number;
  };
}

/**
 * The run was gone on with; the first record of its segment. `torn` bytes of a record that was cut off were taken away, and the
 * failed attempts of `retry` cases were to be made again.
 */
export interface ResumeRow {
  readonly kind: "resume";
  readonly at: string;
  readonly torn: number;
  readonly retry: number;
}

/** One record of the ledger. `seq` is the case's place in the sampling order, from 0. */
export type LedgerRow =
  | { readonly kind: "run"; readonly run: RunHeader }
  | { readonly kind: "excluded"; readonly excluded: Excluded }
  | {
      readonly kind: "case";
      readonly seq: number;
      /** Its failed attempts were made again; takes the place of the record of this case before it. */
      readonly again?: true;
      readonly case: Case;
      readonly observations: readonly Observation[];
    }
  /** Every answer is settled by the first `at` cases of the sampling order; what comes after does not count. */
  | { readonly kind: "stop"; readonly at: number }
  | { readonly kind: "note"; readonly note: string }
  | ResumeRow
  /** Attempted side effects that belong to no attempt at a case. */
  | { readonly kind: "breaches"; readonly breaches: readonly Breach[] }
  | { readonly kind: "end"; readonly at: string; readonly observed: number; readonly unasked: number };
