import { boldestFirst, type Claim } from "./claim.ts";
import type { Interval } from "./clopperPearson.ts";
import { refuseUnlessWhole } from "./refuse.ts";
import { wilson } from "./wilson.ts";

/** One bar of the reliability diagram: claims of like confidence, and how many of them matched. */
export interface ReliabilityBin extends Interval {
  readonly n: number;
  readonly meanConfidence: number;
  readonly agreement: number;
}

/** The calibration error, its largest bar and the diagram behind it, least confident first; both errors null without claims. */
export interface Calibration {
  readonly ece: number | null;
  readonly largest: number | null;
  readonly bins: readonly ReliabilityBin[];
}

/**
 * How far the agent's confidence lies from what happened, on average over bins of equally many claims; bars have Wilson intervals.
 * Fewer claims than bins give a bin each. It is too large on small samples, so it is printed and never gates.
 * Throws a RangeError on a confidence that is not from 0 to 1 and on fewer than one bin.
 * Source: Naeini, Cooper & Hauskrecht 2015; bins of equal mass, Nguyen & O'Connor 2015.
 */
export function eceEqualMass(claims: readonly Claim[], { bins = 10, level = 0.95 } = {}): Calibration {
  refuseUnlessWhole("bins", bins, 1);
  // Ties keep the order they came in, so that the same claims give the same bins.
  const sorted = boldestFirst(claims.toReversed()).reverse();
  const n = sorted.length;
  const count = Math.min(bins, n);
  const diagram = Array.from({ length: count }, (_, bin): ReliabilityBin => {
    const inside = sorted.slice(Math.floor((bin * n) / count), Math.floor(((bin + 1) * n) / count));
    const matches = inside.filter((claim) => claim.match).length;
    const meanConfidence = inside.reduce((sum, claim) => sum + claim.confidence, 0) / inside.length;
    return { n: inside.length, meanConfidence, agreement: matches / inside.length, ...wilson(matches, inside.length, level) };
  });
  if (n === 0) return { ece: null, largest: null, bins: diagram };
  const gaps = diagram.map((bin) => Math.abs(bin.agreement - bin.meanConfidence));
  const ece = gaps.reduce((sum, gap, at) => sum + gap * (diagram[at]?.n ?? 0), 0) / n;
  return { ece, largest: Math.max(...gaps), bins: diagram };
}
