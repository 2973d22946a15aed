/** The labels that raters gave one case; null where a rater gave none. */
export type Ratings<L> = readonly (L | null)[];

/** Counts the labels of one case. */
export function labelCounts<L>(ratings: Ratings<L>): { readonly counts: Map<L, number>; readonly raters: number } {
  const counts = new Map<L, number>();
  let raters = 0;
  for (const label of ratings) {
    if (label === null) continue;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    raters += 1;
  }
  return { counts, raters };
}

/**
 * How far any number of raters agree beyond chance on labels without an order: 1 always, 0 as by chance, below 0 less than that.
 * Cases with fewer than two labels are left out; `pairable` counts the labels of the others. `alpha` is null where no disagreement
 * could be expected: no such case, or one label throughout. Takes the cases one by one. For an interval, draw cases again.
 * Source: Krippendorff 2004, Content Analysis, chapter 11: coincidences for nominal data with missing values.
 */
export function krippendorffNominal<L>(cases: Iterable<Ratings<L>>): {
  readonly alpha: number | null;
  readonly pairable: number;
} {
  const totals = new Map<L, number>();
  let pairable = 0;
  let agreeing = 0;
  for (const ratings of cases) {
    const { counts, raters } = labelCounts(ratings);
    if (raters < 2) continue;
    pairable += raters;
    for (const [label, count] of counts) {
      totals.set(label, (totals.get(label) ?? 0) + count);
      agreeing += (count * (count - 1)) / (raters - 1);
    }
  }
  return { alpha: alphaOf(pairable, pairable - agreeing, totals.values()), pairable };
}

/** Alpha from its sums: labels that can be paired, those of them that disagree, and how often each label was given. */
export function alphaOf(pairable: number, disagreeing: number, totals: Iterable<number>): number | null {
  let byChance = pairable ** 2;
  for (const total of totals) byChance -= total ** 2;
  return byChance === 0 ? null : 1 - (disagreeing * (pairable - 1)) / byChance;
}
