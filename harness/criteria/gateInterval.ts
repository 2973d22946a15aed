import { clopperPearson, type Interval } from "../stats/clopperPearson.ts";
import { effectiveInterval } from "../stats/kornGraubard.ts";

/**
 * The one interval that gates compare with their limits, and how a page names it. It is exact for independent cases, fixed
 * beforehand and looked at once. Where cases share clusters, `worth` says how many independent cases each is worth.
 */
export const gateInterval = {
  name: "Clopper-Pearson",
  version: "2",
  confidence: 0.95,
  says: "exact 95% range for a number of cases fixed beforehand and looked at once; cases that share a cluster count only for the independent cases they are worth (Korn and Graubard)",
  of: (k: number, n: number, worth = 1): Interval =>
    n === 0 || worth === 1 ? clopperPearson(k, n, 0.95) : effectiveInterval(k / n, n * worth, 0.95),
} as const;

/** The smallest whole `k` from `from` up to `to` for which `holds` is true, given that it stays true from there on. */
export function firstWhere(from: number, to: number, holds: (k: number) => boolean): number | undefined {
  if (from > to || !holds(to)) return undefined;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
