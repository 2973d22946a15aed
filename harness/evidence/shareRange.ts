import { clopperPearson, type Interval } from "../stats/clopperPearson.ts";
import { clusterSe } from "../stats/clusterSe.ts";
import type { Part } from "../stats/pairedRatios.ts";
import { weightedMean } from "../stats/weightedMean.ts";

/** A share with its two-sided 95% range at a number of cases fixed beforehand: for display beside an answer, never for a gate. */
export interface RangedShare extends Interval {
  readonly estimate: number;
  readonly cases: number;
  readonly clusters: number;
}

/** Clusters that came out alike: what one of them adds, over how many cases. */
export interface AlikeParts extends Part {
  readonly cases: number;
  readonly times: number;
}

/**
 * A share summed over clusters, with the range that fits: exact where each cluster is one whole case, by the clusters' own spread
 * where they repeat, and as a weighted mean of the clusters where a case is worth a part. Null where there is nothing to count.
 */
export function shareRange(given: readonly AlikeParts[]): RangedShare | null {
  const parts = given.filter(({ size }) => size > 0);
  const sum = (of: (part: AlikeParts) => number) => parts.reduce((total, part) => total + part.times * of(part), 0);
  const [hits, size, clusters] = [sum((part) => part.hits), sum((part) => part.size), sum(() => 1)];
  if (clusters === 0) return null;
  const known = { estimate: hits / size, cases: sum((part) => part.cases), clusters };
  const { low, high } = !parts.every((part) => Number.isInteger(part.hits) && Number.isInteger(part.size))
    ? weightedMean(repeated(parts, ({ hits, size }) => ({ value: hits / size, weight: size })))
    : clusters === size
      ? clopperPearson(hits, size)
      : clusterSe(repeated(parts, ({ hits, size }) => ({ matches: hits, size })));
  return { ...known, low, high };
}

function repeated<P extends AlikeParts, T>(parts: readonly P[], make: (part: P) => T): T[] {
  return parts.flatMap((part) => new Array<T>(part.times).fill(make(part)));
}
