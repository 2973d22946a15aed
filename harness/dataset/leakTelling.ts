import { crossFitted, type Guessed } from "./crossFitted.ts";
import type { Scalar } from "./leakFields.ts";
import type { Column, LeakSample } from "./leakSample.ts";

/** What of a field tells the decision. */
export type By = "value" | "presence" | "mention" | "first word" | "range" | "length";

/** A field that alone tells what people decided, nearly always. */
export interface Telling extends Guessed {
  readonly by: By;
  /** Is it so among all cases, or among those that have the field? */
  readonly among: "all" | "those that have it";
}

/** So often it must be right, at the least, and so many of the misses of a constant guess it must spare. */
const RATE = 0.98;
const LIMIT = 0.95;
const SPARED = 0.8;
/** A field that fewer cases have is looked at only among all. */
const COMMON = 0.2;
/** Narrow enough that the few which lie across a limit cost little, wide enough that both halves know each. */
const BUCKETS = 128;
const IN_BUCKET = 12;
const HEAD = 4_000;
const ABSENT = "\0absent";

/** The best that a field alone can tell, where it is too good to have been known; null where it is not. */
export function telling(column: Column, sample: LeakSample, mentioned: (text: string) => string): Telling | null {
  const { labels, clusters } = sample;
  const within = {
    labels: column.rows.map((row) => labels[row] as number),
    clusters: column.rows.map((row) => clusters[row] as number),
  };
  const share = column.rows.length / labels.length;
  let best: Telling | null = null;
  const take = (by: By, among: Telling["among"], guessed: Guessed) => {
    if (isTooGood(guessed) && (best === null || guessed.rate > best.rate)) best = { by, among, ...guessed };
  };
  const everywhere = (categories: readonly (string | number)[]) => {
    const all: (string | number)[] = new Array(labels.length).fill(ABSENT);
    for (const [i, row] of column.rows.entries()) all[row] = categories[i] as string | number;
    return crossFitted({ labels, clusters, categories: all });
  };
  if (share < 1) take("presence", "all", everywhere(column.rows.map(() => "present")));
  for (const [by, categories] of readings(column.values, mentioned)) {
    take(by, "all", everywhere(categories));
    if (share < 1 && share >= COMMON) take(by, "those that have it", crossFitted({ ...within, categories }));
  }
  return best;
}

function isTooGood({ rate, limit, constant }: Guessed): boolean {
  return rate >= RATE && limit >= LIMIT && limit > constant && 1 - rate <= (1 - SPARED) * (1 - constant);
}

/** What may be read from a field without reading it closely. */
function* readings(
  values: readonly Scalar[],
  mentioned: (text: string) => string,
): Generator<readonly [By, readonly (string | number)[]]> {
  yield ["value", values.map((value) => (typeof value === "number" ? value : `${typeof value} ${value}`))];
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length > 0) yield ["range", values.map(bucketOf(numbers))];
  if (!values.some((value) => typeof value === "string" && value.length > 0)) return;
  const texts = values.map((value) => (typeof value === "string" ? value.slice(0, HEAD) : ""));
  yield ["mention", texts.map(mentioned)];
  yield ["first word", texts.map((text) => /[\p{L}\p{N}]+/u.exec(text)?.[0].toLowerCase() ?? "")];
  yield ["length", values.map((value) => (typeof value === "string" ? Math.ceil(2 * Math.log2(value.length + 1)) : -1))];
}

/** Buckets with as many values in each, as far as equal values allow. */
function bucketOf(numbers: readonly number[]): (value: Scalar) => string | number {
  const sorted = Float64Array.from(numbers).sort();
  const buckets = Math.max(2, Math.min(BUCKETS, Math.floor(sorted.length / IN_BUCKET)));
  const edges = Array.from({ length: buckets - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / buckets)] as number);
  return (value) => (typeof value === "number" ? edges.filter((edge) => value >= edge).length : typeof value);
}

/** Which of the action types a text names, whatever stands between their words. */
export function mentionOf(types: readonly string[]): (text: string) => string {
  const names = types.filter((type) => type.length > 2).slice(0, 60);
  if (names.length === 0) return () => "";
  const words = names.map((name) =>
    name
      .split(/[\s_-]+/)
      .map(RegExp.escape)
      .join("[\\s_-]+"),
  );
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return (text) => {
    const found = text.match(any);
    if (found === null) return "";
    return [...new Set(found.map((name) => name.toLowerCase().replaceAll(/[\s_-]+/g, " ")))].sort().join(", ");
  };
}
