import type { Difference, PairedTable } from "./pairedTable.ts";
import { pairsOf } from "./pairedTable.ts";
import { wilson } from "./wilson.ts";

/**
 * The difference of two match rates on the same cases (first minus second), with an interval in closed form; for display.
 * `phi` is the correlation it used. No pairs give no estimate and [-1, 1]. Throws a RangeError on counts that are not counts.
 * Source: Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10.
 */
export function newcombePaired(table: PairedTable, confidence = 0.95): Difference & { readonly phi: number } {
  const n = pairsOf(table);
  if (n === 0) return { estimate: null, low: -1, high: 1, phi: 0 };
  const { both, first, second } = table;
  const [one, two] = [both + first, both + second];
  const [oneRange, twoRange] = [wilson(one, n, confidence), wilson(two, n, confidence)];
  const phi = correlation(table);
  const estimate = (first - second) / n;
  const [p, q] = [one / n, two / n];
  const distance = (toOne: number, toTwo: number): number =>
    Math.sqrt(Math.max(0, toOne ** 2 - 2 * phi * toOne * toTwo + toTwo ** 2));
  const low = estimate - distance(p - oneRange.low, twoRange.high - q);
  const high = estimate + distance(oneRange.high - p, q - twoRange.low);
  return { estimate, low: Math.max(-1, low), high: Math.min(1, high), phi };
}

/** Phi with Newcombe's correction: pulled towards 0 when positive, and 0 where a margin is empty. */
function correlation({ both, first, second, neither }: PairedTable): number {
  const margins = (both + first) * (second + neither) * (both + second) * (first + neither);
  if (margins === 0) return 0;
  const half = (both + first + second + neither) / 2;
  const cross = both * neither - first * second;
  const corrected = cross > half ? cross - half : cross >= 0 ? 0 : cross;
  return corrected / Math.sqrt(margins);
}
