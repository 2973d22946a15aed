import type { Interval } from "./clopperPearson.ts";
import { normalQuantile } from "./normalQuantile.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/** Agreement of two raters beyond chance; `kappa`, its errors and its interval are null where chance alone agrees always. */
export interface Kappa {
  readonly kappa: number | null;
  readonly se: number | null;
  /** The standard error if the raters agreed by chance only. */
  readonly seByChance: number | null;
  readonly interval: Interval | null;
  /** The share of cases with the same label; null without cases. */
  readonly observed: number | null;
  readonly expected: number | null;
}

/**
 * How far two raters of the same cases agree beyond chance: 1 always, 0 as by chance. Rows are the first rater's labels, columns the second's.
 * Collapses when one label dominates, so it is printed and never gates. Throws a RangeError unless the table is square, of whole numbers.
 * Source: Cohen 1960; standard errors by Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72.
 */
export function cohenKappa(table: readonly (readonly number[])[], confidence = 0.95): Kappa {
  refuseUnlessInside("confidence", confidence);
  const size = table.length;
  const rows = new Array<number>(size).fill(0);
  const columns = new Array<number>(size).fill(0);
  let n = 0;
  let same = 0;
  const cells: { count: number; i: number; j: number }[] = [];
  for (const [i, row] of table.entries()) {
    if (row.length !== size) throw new RangeError(`expected a square table, got a row of ${row.length} in ${size}`);
    for (const [j, count] of row.entries()) {
      refuseUnlessWhole("a count of cases", count);
      cells.push({ count, i, j });
      rows[i] = (rows[i] ?? 0) + count;
      columns[j] = (columns[j] ?? 0) + count;
      n += count;
      if (i === j) same += count;
    }
  }
  if (n === 0) return { kappa: null, se: null, seByChance: null, interval: null, observed: null, expected: null };
  const r = rows.map((count) => count / n);
  const c = columns.map((count) => count / n);
  const observed = same / n;
  const expected = r.reduce((sum, share, i) => sum + share * (c[i] ?? 0), 0);
  // Whole numbers tell exactly whether both raters used one and the same label throughout.
  if (rows.reduce((sum, count, i) => sum + count * (columns[i] ?? 0), 0) === n * n) {
    return { kappa: null, se: null, seByChance: null, interval: null, observed, expected: 1 };
  }
  const kappa = (observed - expected) / (1 - expected);
  let spread = -((kappa - expected * (1 - kappa)) ** 2);
  let spreadByChance = expected + expected ** 2;
  for (const { count, i, j } of cells) {
    const weight = i === j ? 1 - ((r[i] ?? 0) + (c[i] ?? 0)) * (1 - kappa) : (1 - kappa) * ((c[i] ?? 0) + (r[j] ?? 0));
    spread += (count / n) * weight ** 2;
    if (i === j) spreadByChance -= (r[i] ?? 0) * (c[i] ?? 0) * ((r[i] ?? 0) + (c[i] ?? 0));
  }
  const scale = (1 - expected) * Math.sqrt(n);
  const se = Math.sqrt(Math.max(0, spread)) / scale;
  const half = normalQuantile((1 + confidence) / 2) * se;
  return {
    kappa,
    se,
    seByChance: Math.sqrt(Math.max(0, spreadByChance)) / scale,
    interval: { low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half) },
    observed,
    expected,
  };
}
