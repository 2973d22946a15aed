import type { Interval } from "./clopperPearson.ts";
import { labelCounts, type Ratings } from "./krippendorffNominal.ts";
import { refuseUnlessInside } from "./refuse.ts";
import { tQuantile } from "./tQuantile.ts";

/** Agreement of raters beyond chance; null where no case has two labels, errors also null with a single case. */
export interface Ac1 {
  readonly ac1: number | null;
  readonly se: number | null;
  readonly interval: Interval | null;
  readonly observed: number | null;
  readonly expected: number | null;
  /** Cases with at least one label, and with at least two. */
  readonly cases: number;
  readonly doubled: number;
}

/**
 * How far any number of raters agree beyond chance: the default of its kind, because it stays steady when one label dominates.
 * `categories` are all labels that could have been given, used or not. Cases without a label are left out.
 * Throws a RangeError on fewer than two categories, on one named twice and on a label outside them.
 * Source: Gwet 2008, British J. of Math. and Stat. Psychology 61, 29-48 (several raters, missing labels).
 */
export function gwetAc1<L>(units: readonly Ratings<L>[], categories: readonly L[], confidence = 0.95): Ac1 {
  refuseUnlessInside("confidence", confidence);
  const declared = new Set(categories);
  if (declared.size < 2 || declared.size < categories.length)
    throw new RangeError("expected at least two categories, all different");
  const rated = units.map(labelCounts).filter((unit) => unit.raters > 0);
  const shares = new Map<L, number>();
  for (const { counts, raters } of rated) {
    for (const [label, count] of counts) {
      if (!declared.has(label)) throw new RangeError(`the label ${String(label)} is not among the categories`);
      shares.set(label, (shares.get(label) ?? 0) + count / raters / rated.length);
    }
  }
  const doubled = rated.filter((unit) => unit.raters > 1).length;
  const n = rated.length;
  if (doubled === 0) return { ac1: null, se: null, interval: null, observed: null, expected: null, cases: n, doubled };
  const agreeing = rated.map(({ counts, raters }) =>
    raters < 2 ? 0 : [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0) / (raters * (raters - 1)),
  );
  const observed = agreeing.reduce((sum, agreed) => sum + agreed, 0) / doubled;
  const others = declared.size - 1;
  const expected = [...shares.values()].reduce((sum, share) => sum + share * (1 - share), 0) / others;
  const ac1 = (observed - expected) / (1 - expected);
  const found = { ac1, observed, expected, cases: n, doubled };
  if (n === 1) return { ...found, se: null, interval: null };
  let squares = 0;
  for (const [at, { counts, raters }] of rated.entries()) {
    let chance = 0;
    for (const [label, count] of counts) chance += (count * (1 - (shares.get(label) ?? 0))) / (raters * others);
    const agreed = raters < 2 ? 0 : (n / doubled) * (((agreeing[at] ?? 0) - expected) / (1 - expected));
    squares += (agreed - (2 * (1 - ac1) * (chance - expected)) / (1 - expected) - ac1) ** 2;
  }
  const se = Math.sqrt(squares / (n * (n - 1)));
  const half = tQuantile((1 + confidence) / 2, n - 1) * se;
  return { ...found, se, interval: { low: Math.max(-1, ac1 - half), high: Math.min(1, ac1 + half) } };
}
