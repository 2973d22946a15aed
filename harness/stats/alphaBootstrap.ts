import type { Interval } from "./clopperPearson.ts";
import { alphaOf, labelCounts, type Ratings } from "./krippendorffNominal.ts";
import { randomIndexes } from "./random.ts";
import { refuseUnlessWhole } from "./refuse.ts";
import { tailOf } from "./sides.ts";

/** Clusters in which the same cases hold the same labels. */
export interface AlikeClusters<L> {
  readonly cases: readonly Ratings<L>[];
  readonly clusters: number;
}

/** What one cluster adds to the sums that alpha is made of. */
interface Sums<M> {
  readonly pairable: number;
  readonly disagreeing: number;
  readonly counts: ReadonlyMap<M, number>;
}

/**
 * The percentile intervals of Krippendorff's alpha, by drawing whole clusters again, with replacement; one interval for each way of
 * reading the labels, all from the same draws. A draw in which no disagreement could be expected speaks for either end of [-1, 1].
 * Null without clusters; needs a whole `seed` and at least 1,000 resamples (RangeError). For display, never for a gate.
 * Source: Krippendorff 2004, Content Analysis, chapter 11; Davison & Hinkley 1997, section 3.8; as many draws lie below `low` as above `high`.
 */
export function alphaBootstrap<L, M>(
  groups: readonly AlikeClusters<L>[],
  readings: readonly ((label: L) => M)[],
  { seed, resamples = 2_000, confidence = 0.95 }: { seed: number; resamples?: number; confidence?: number },
): (Interval | null)[] {
  refuseUnlessWhole("resamples", resamples, 1000);
  const tail = tailOf(confidence, "two");
  const groupOf = groups.flatMap(({ clusters }, group) => new Array<number>(clusters).fill(group));
  if (groupOf.length === 0) return readings.map(() => null);
  const questions = readings.map((read) => new Question(groups.map(({ cases }) => sumsOf(cases, read))));
  const draw = randomIndexes(seed, groupOf.length);
  const times = new Float64Array(groups.length);
  const alphas = questions.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample++) {
    times.fill(0);
    for (let i = 0; i < groupOf.length; i++) {
      const group = groupOf[draw()] as number;
      times[group] = (times[group] ?? 0) + 1;
    }
    for (const [at, question] of questions.entries())
      (alphas[at] as Float64Array)[resample] = question.alpha(times) ?? Number.NaN;
  }
  const rank = Math.ceil(tail * resamples - 1e-9);
  return alphas.map((drawn) => {
    const known = drawn.filter((alpha) => !Number.isNaN(alpha)).sort();
    const unknown = resamples - known.length;
    return {
      low: known[rank - unknown - 1] ?? -1,
      high: known[known.length - 1 - (rank - 1 - unknown)] ?? 1,
    };
  });
}

/** One way of reading the labels. Most clusters hold one and the same label throughout: they are summed without being visited. */
class Question<M> {
  readonly #sums: readonly Sums<M>[];
  readonly #common: M | undefined;
  readonly #visited: readonly number[];

  constructor(sums: readonly Sums<M>[]) {
    this.#sums = sums;
    const alone = (one: Sums<M>) => (one.counts.size === 1 ? [...one.counts.keys()][0] : undefined);
    const frequent = Map.groupBy(
      sums.filter((one) => one.counts.size === 1),
      alone,
    );
    this.#common = [...frequent].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
    this.#visited = [...sums.keys()].filter((at) => {
      const one = sums[at] as Sums<M>;
      return one.counts.size > 0 && (this.#common === undefined || alone(one) !== this.#common);
    });
  }

  /** Alpha when each cluster was drawn so many times. */
  alpha(times: Float64Array): number | null {
    let pairable = 0;
    for (let at = 0; at < times.length; at++) pairable += (times[at] ?? 0) * (this.#sums[at]?.pairable ?? 0);
    const totals = new Map<M, number>();
    let disagreeing = 0;
    let visited = 0;
    for (const at of this.#visited) {
      const drawn = times[at] ?? 0;
      if (drawn === 0) continue;
      const one = this.#sums[at] as Sums<M>;
      disagreeing += drawn * one.disagreeing;
      visited += drawn * one.pairable;
      for (const [label, count] of one.counts) totals.set(label, (totals.get(label) ?? 0) + drawn * count);
    }
    if (this.#common !== undefined) totals.set(this.#common, (totals.get(this.#common) ?? 0) + pairable - visited);
    return alphaOf(pairable, disagreeing, totals.values());
  }
}

function sumsOf<L, M>(cases: readonly Ratings<L>[], read: (label: L) => M): Sums<M> {
  const sums = { pairable: 0, disagreeing: 0, counts: new Map<M, number>() };
  for (const ratings of cases) {
    const { counts, raters } = labelCounts(ratings.map((label) => (label === null ? null : read(label))));
    if (raters < 2) continue;
    sums.pairable += raters;
    for (const [label, count] of counts) {
      sums.counts.set(label, (sums.counts.get(label) ?? 0) + count);
      sums.disagreeing += (count * (raters - count)) / (raters - 1);
    }
  }
  return sums;
}
