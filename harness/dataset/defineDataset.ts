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
  /** What production sees, where the cases over-represent some kinds. */
  readonly mix?: Mix;
}

/** The shares of production by the values of one slice, from production counts; they add up to 1. */
export interface Mix {
  readonly slice: string;
  readonly shares: Readonly<Record<string, number>>;
}

/** Names a source of cases and says what they are. */
export function defineDataset(dataset: Dataset): Dataset {
  return dataset;
}
