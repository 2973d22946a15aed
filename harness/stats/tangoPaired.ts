import { bisect } from "./bisect.ts";
import { normalQuantile } from "./normalQuantile.ts";
import { type Difference, type PairedTable, pairsOf } from "./pairedTable.ts";
import { refuseUnlessInside } from "./refuse.ts";

/**
 * The difference of two match rates on the same cases (first minus second), with the score interval: the default at a fixed n.
 * Without a differing pair the interval still has a width. No pairs give no estimate and [-1, 1].
 * Throws a RangeError on counts that are not counts and on a confidence that is not between 0 and 1.
 * Source: Tango 1998, Statistics in Medicine 17, 891-908.
 */
export function tangoPaired(table: PairedTable, confidence = 0.95): Difference {
  refuseUnlessInside("confidence", confidence);
  const n = pairsOf(table);
  if (n === 0) return { estimate: null, low: -1, high: 1 };
  const { first, second } = table;
  const estimate = (first - second) / n;
  const z = normalQuantile((1 + confidence) / 2);
  return {
    estimate,
    low: estimate === -1 ? -1 : bisect((difference) => distance(first, second, n, difference) < z, estimate, -1),
    high: estimate === 1 ? 1 : bisect((difference) => distance(first, second, n, difference) > -z, estimate, 1),
  };
}

/** How many standard errors the data lie above a supposed difference, with the nuisance share at its most likely value. */
function distance(first: number, second: number, n: number, difference: number): number {
  const a = 2 * n;
  const b = -first - second + (2 * n - first + second) * difference;
  const c = -second * difference * (1 - difference);
  const share = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = n * (2 * share + difference * (1 - difference));
  const above = first - second - n * difference;
  if (above === 0) return 0;
  return variance > 0 ? above / Math.sqrt(variance) : Math.sign(above) * Number.POSITIVE_INFINITY;
}
