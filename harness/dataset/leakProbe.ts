import { effectiveInterval } from "../stats/kornGraubard.ts";
import { shorten, visibleLine } from "../words.ts";
import { votes } from "./crossFitted.ts";
import { type Later, later } from "./leakDates.ts";
import { type Repeat, repeats } from "./leakRepeats.ts";
import { type Column, type LeakSample, leakSample } from "./leakSample.ts";
import { type By, mentionOf, type Telling, telling } from "./leakTelling.ts";
import type { LoadedCases } from "./loadCases.ts";

/** Why a field may hold the answer. */
export type LeakKind =
  /** It alone tells what people decided. */
  | "tells"
  /** It holds a moment after the case, or after the decision. */
  | "later"
  /** It holds a text that people wrote as their decision. */
  | "repeats"
  /** A short param can be copied from it: as it should be, and no sign of anything by itself. */
  | "copies";

/** A field that may hold the answer; likely, and to be checked by somebody who knows the data. */
export interface LeakFinding {
  readonly field: string;
  readonly kind: LeakKind;
  /** What tells the decision, which moment comes before the field's, or which param it repeats. */
  readonly of: By | Later["than"] | (string & {});
  /** The share of `n` cases in which it does, and the low end of its range with a cluster as one vote. */
  readonly rate: number;
  readonly limit: number;
  readonly n: number;
  readonly clusters: number;
  /** What it is to be compared with: always guessing the commonest decision, or the param of another case. Null where there is nothing. */
  readonly beside: number | null;
  /** Do all cases of the sample have the field, or is `n` those that have it? */
  readonly among: "all" | "those that have it";
  /** One of its values, shortened. */
  readonly example: string;
  /** Why the dataset says that it was known; null where it says nothing. */
  readonly known: string | null;
}

/** What a look at the first cases of the order found. */
export interface LeakProbe {
  readonly cases: number;
  readonly clusters: number;
  readonly fields: number;
  /** Fields that were not looked at, because there are too many. */
  readonly unlooked: number;
  readonly found: readonly LeakFinding[];
}

/** Texts by chance in so many cases are none; short params are worth a note where they can nearly always be copied. */
const FEWEST = 5;
const COPIED = 0.9;
const BY_CHANCE = 0.1;
const EXAMPLE = 40;

/**
 * Looks for fields that may hold the answer, in the first 3,000 cases of the sampling order: before the agent is asked, and
 * without chance. `known` are fields of which the dataset says why they were known.
 */
export function leakProbe(cases: Pick<LoadedCases, "shelf" | "order">, known: Readonly<Record<string, string>> = {}): LeakProbe {
  const sample = leakSample(cases);
  const mentioned = mentionOf(sample.types);
  const found = [
    ...sample.columns.flatMap((column) => [tells(column, sample, mentioned), isLater(column, sample)]),
    ...repeats(sample).map((repeat) => repeated(repeat, sample)),
  ].filter((one) => one !== null);
  return {
    cases: sample.cases.length,
    clusters: votes(sample.clusters).count,
    fields: sample.columns.length,
    unlooked: sample.unlooked,
    found: found.map((one) => ({ ...one, example: shorten(visibleLine(one.example), EXAMPLE), known: reason(one.field, known) })),
  };
}

type Found = Omit<LeakFinding, "known">;

function tells(column: Column, sample: LeakSample, mentioned: (text: string) => string): Found | null {
  const told: Telling | null = telling(column, sample, mentioned);
  if (told === null) return null;
  const { by, constant, ...rest } = told;
  return { field: column.field, kind: "tells", of: by, beside: constant, ...rest, example: String(column.values[0]) };
}

function isLater(column: Column, sample: LeakSample): Found | null {
  const found = later(column, sample);
  if (found === null) return null;
  const { than, rows, comparable, example } = found;
  return { field: column.field, kind: "later", of: than, ...shareOf(rows, comparable, sample), beside: null, example };
}

function repeated({ field, param, isText, rows, own, others, example }: Repeat, sample: LeakSample): Found | null {
  const share = shareOf(own, rows, sample);
  const beside = others / rows.length;
  const high = effectiveInterval(beside, votes(rows.map((row) => sample.clusters[row] as number)).effective).high;
  const isFound = isText
    ? own.length >= FEWEST && share.limit > high
    : share.rate >= COPIED && beside <= BY_CHANCE && own.length >= FEWEST;
  return isFound ? { field, kind: isText ? "repeats" : "copies", of: param, ...share, beside, example } : null;
}

function shareOf(
  rows: readonly number[],
  among: readonly number[],
  { clusters, cases }: LeakSample,
): Pick<LeakFinding, "rate" | "limit" | "n" | "clusters" | "among"> {
  const { count, effective } = votes(among.map((row) => clusters[row] as number));
  const rate = rows.length / among.length;
  return {
    rate,
    limit: effectiveInterval(rate, effective).low,
    n: among.length,
    clusters: count,
    among: among.length === cases.length ? "all" : "those that have it",
  };
}

/** A declared field stands for all below it. */
function reason(field: string, known: Readonly<Record<string, string>>): string | null {
  const declared = Object.keys(known).find((path) => field === path || field.startsWith(`${path}.`));
  return declared === undefined ? null : (known[declared] as string);
}
