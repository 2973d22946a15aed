import { boldestFirst, type Claim } from "./claim.ts";

/** One place of the risk-coverage curve: acting alone from this confidence on. */
export interface CoveragePoint {
  readonly confidence: number;
  /** The share of claims it would act on. */
  readonly coverage: number;
  /** The share of mismatches among those. */
  readonly risk: number;
}

/** The area under the risk-coverage curve, what perfect confidence would reach, and the curve by distinct confidence. */
export interface Aurc {
  readonly aurc: number;
  readonly optimal: number;
  /** The part that better confidence could remove. */
  readonly excess: number;
  /** The share of mismatches when it acts on everything. */
  readonly fullRisk: number;
  readonly curve: readonly CoveragePoint[];
}

/**
 * How well the agent's confidence puts its mismatches last: the mean mismatch share among the most confident i claims, over all i.
 * Among equal confidences mismatches are spread evenly, as they would be on average. Null without claims.
 * Throws a RangeError on a confidence that is not from 0 to 1.
 * Source: Geifman, Uziel & El-Yaniv 2019, ICLR (excess: E-AURC).
 */
export function aurc(claims: readonly Claim[]): Aurc | null {
  const n = claims.length;
  if (n === 0) return null;
  const sorted = boldestFirst(claims);
  const curve: CoveragePoint[] = [];
  let area = 0;
  let errors = 0;
  for (let start = 0; start < n; ) {
    const confidence = sorted[start]?.confidence ?? 0;
    let end = start;
    let wrong = 0;
    for (; end < n && sorted[end]?.confidence === confidence; end++) if (!sorted[end]?.match) wrong += 1;
    for (let at = start + 1; at <= end; at++) area += (errors + (wrong * (at - start)) / (end - start)) / at;
    errors += wrong;
    curve.push({ confidence, coverage: end / n, risk: errors / end });
    start = end;
  }
  let best = 0;
  for (let late = 1; late <= errors; late++) best += late / (n - errors + late);
  return { aurc: area / n, optimal: best / n, excess: (area - best) / n, fullRisk: errors / n, curve };
}
