import { bisect } from "./bisect.ts";
import { normalQuantile } from "./normalQuantile.ts";
import type { Difference } from "./pairedTable.ts";
import type { Rate } from "./rate.ts";
import { refuseUnlessCounts, refuseUnlessInside } from "./refuse.ts";

/**
 * The difference of two independent rates (first minus second), with the score interval: the default.
 * Without cases on one side there is no estimate and [-1, 1]. Throws a RangeError on counts that are not counts.
 * Source: Miettinen & Nurminen 1985, Statistics in Medicine 4, 213-226 (the root: appendix I).
 */
export function mnDiff(first: Rate, second: Rate, confidence = 0.95): Difference {
  refuseUnlessInside("confidence", confidence);
  refuseUnlessCounts(first.count, first.n);
  refuseUnlessCounts(second.count, second.n);
  if (first.n === 0 || second.n === 0) return { estimate: null, low: -1, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const estimate = first.count / first.n - second.count / second.n;
  return {
    estimate,
    low: estimate === -1 ? -1 : bisect((difference) => mnDistance(first, second, difference) < z, estimate, -1),
    high: estimate === 1 ? 1 : bisect((difference) => mnDistance(first, second, difference) > -z, estimate, 1),
  };
}

/** How many standard errors the observed difference lies above a supposed one, the rates being the most likely with that difference. */
export function mnDistance(first: Rate, second: Rate, difference: number): number {
  const n = first.n + second.n;
  const q = restricted(first, second, difference);
  const p = Math.min(1, Math.max(0, q + difference));
  const variance = ((p * (1 - p)) / first.n + (q * (1 - q)) / second.n) * (n / (n - 1));
  const above = first.count / first.n - second.count / second.n - difference;
  if (above === 0) return 0;
  return variance > 0 ? above / Math.sqrt(variance) : Math.sign(above) * Number.POSITIVE_INFINITY;
}

/** The most likely second rate when the first lies `difference` above it: a root of a cubic, in closed form. */
function restricted(first: Rate, second: Rate, difference: number): number {
  const n = first.n + second.n;
  const count = first.count + second.count;
  const l2 = ((first.n + 2 * second.n) * difference - n - count) / (3 * n);
  const l1 = ((second.n * difference - n - 2 * second.count) * difference + count) / n;
  const l0 = (second.count * difference * (1 - difference)) / n;
  const q = l2 ** 3 - (l1 * l2) / 2 + l0 / 2;
  const size = Math.sqrt(Math.max(0, l2 ** 2 - l1 / 3));
  const p = q < 0 ? -size : size;
  const angle = p === 0 ? 0 : (Math.PI + Math.acos(Math.min(1, Math.max(-1, q / p ** 3)))) / 3;
  const root = 2 * p * Math.cos(angle) - l2;
  return Math.min(Math.min(1, 1 - difference), Math.max(Math.max(0, -difference), root));
}
