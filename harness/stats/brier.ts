import type { Claim } from "./claim.ts";
import { refuseUnlessShare } from "./refuse.ts";

/** The mean squared gap between confidence and outcome, and Murphy's three parts: reliability - resolution + uncertainty. */
export interface Brier {
  readonly brier: number;
  /** How far confidences lie from what happened at that confidence; 0 is best. */
  readonly reliability: number;
  /** How far what happened at each confidence lies from the overall rate; more is better. */
  readonly resolution: number;
  readonly uncertainty: number;
}

/**
 * How good the agent's own confidence is: 0 is perfect foresight, 0.25 a coin's. The parts group claims by distinct confidence.
 * Null without claims. Takes the claims one by one; memory grows with distinct confidences only.
 * Throws a RangeError on a confidence that is not from 0 to 1.
 * Source: Brier 1950, Monthly Weather Review 78; parts by Murphy 1973, J. of Applied Meteorology 12.
 */
export function brier(claims: Iterable<Claim>): Brier | null {
  const groups = new Map<number, { n: number; matches: number }>();
  let n = 0;
  let matches = 0;
  for (const { confidence, match } of claims) {
    refuseUnlessShare("a confidence", confidence);
    const group = groups.get(confidence) ?? { n: 0, matches: 0 };
    groups.set(confidence, group);
    const hit = match ? 1 : 0;
    group.n += 1;
    group.matches += hit;
    n += 1;
    matches += hit;
  }
  if (n === 0) return null;
  const rate = matches / n;
  let squares = 0;
  let reliability = 0;
  let resolution = 0;
  for (const [confidence, group] of groups) {
    squares += group.matches * (1 - confidence) ** 2 + (group.n - group.matches) * confidence ** 2;
    reliability += group.n * (confidence - group.matches / group.n) ** 2;
    resolution += group.n * (group.matches / group.n - rate) ** 2;
  }
  return { brier: squares / n, reliability: reliability / n, resolution: resolution / n, uncertainty: rate * (1 - rate) };
}
