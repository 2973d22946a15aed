import { EarnestError } from "../errors.ts";
import { type NoRedaction, type Redaction, refuseRedaction } from "../redact/redaction.ts";
import type { Source } from "../sources/source.ts";

/** What a reader must know about where the cases come from; printed in the report. */
export interface Card {
  readonly about: string;
  /** What a recorded decision is here, and what it is not. */
  readonly labels?: string;
  readonly origin?: string;
  readonly licence?: string;
  /** Most important first: the first one stands on the first screen of every report. */
  readonly limits?: readonly string[];
}

/** What to do with a row that cannot be read: refuse the whole file (default), or leave it out, counted and listed. */
export type OnBadRow = "refuse" | "exclude";

/** A row of history: where its cases come from, and what to do with a row that cannot be read. */
export interface Dataset {
  readonly name: string;
  readonly cases: Source;
  readonly onBadRow?: OnBadRow;
  readonly card?: Card;
  /**
   * The most decisions, by weight, that one cluster may count for: a larger one keeps its rate and counts for so many. Where clusters are very
   * unequal, the largest decide how much a vote may cost, so that even many cases show little; a cap near the 90th percentile of their sizes,
   * fixed before any answer, asks about a stream in which none of them outvotes the rest. Default: none.
   */
  readonly clusterCap?: number;
  /** What production sees, where the cases over-represent some kinds. */
  readonly mix?: Mix;
  /**
   * What is taken out of every text of a case before anything is written or sent. Default: the built-in patterns;
   * `{ none: "the reason" }` leaves all as it is.
   */
  readonly redact?: Redaction | NoRedaction;
  /** Fields of the input that tell the decision, and why they were known at that moment: `{ "input.status": "set by the customer" }`. */
  readonly knownFields?: Readonly<Record<string, string>>;
}

/** The shares of production by the values of one slice, from production counts; they add up to 1. */
export interface Mix {
  readonly slice: string;
  readonly shares: Readonly<Record<string, number>>;
}

/** Names a source of cases and says what they are. Throws SUITE_BROKEN for a cap that is none, or a redaction that cannot be meant. */
export function defineDataset(dataset: Dataset): Dataset {
  const { clusterCap, redact } = dataset;
  if (redact !== undefined) refuseRedaction(dataset.name, redact);
  if (clusterCap === undefined || clusterCap > 0) return dataset;
  throw new EarnestError("SUITE_BROKEN", `the clusterCap of ${dataset.name} is a number above 0, not ${String(clusterCap)}`);
}
