import { refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";

/**
 * After how many cases, on average, a chart of whole steps rings: from 0 it climbs `missStep` on a miss, sinks 1 on a match,
 * never below 0, and rings at `alarm` or above. Infinity when misses never happen.
 * Throws a RangeError unless both are whole numbers of at least 1 and the miss rate is from 0 to 1.
 * Source: the linear system of Brook & Evans 1972, Biometrika 59, solved from the top without subtractions.
 */
export function cusumArl({ missStep, alarm, missRate }: { missStep: number; alarm: number; missRate: number }): number {
  refuseUnlessWhole("missStep", missStep, 1);
  refuseUnlessWhole("alarm", alarm, 1);
  refuseUnlessShare("missRate", missRate);
  if (missRate === 0) return Number.POSITIVE_INFINITY;
  // From each height: the mean number of cases until the chart rings or first comes one lower, and the chance that it rings.
  // Chances of ringing are kept, not of sinking, since those come so close to 1 that their distance from it would be lost.
  const steps = new Float64Array(alarm);
  const rings = new Float64Array(alarm);
  // After a miss at `height`: the same two, until the chart rings or is back at `height`.
  const after = (height: number): { steps: number; rings: number } => {
    if (height + missStep >= alarm) return { steps: 0, rings: 1 };
    let taken = 0;
    let sunk = 1;
    let ringing = 0;
    for (let at = height + missStep; at > height; at--) {
      taken += sunk * (steps[at] ?? 0);
      ringing += sunk * (rings[at] ?? 0);
      sunk *= 1 - (rings[at] ?? 0);
    }
    return { steps: taken, rings: ringing };
  };
  for (let height = alarm - 1; height > 0; height--) {
    const miss = after(height);
    const leave = 1 - missRate + missRate * miss.rings;
    steps[height] = (1 + missRate * miss.steps) / leave;
    rings[height] = (missRate * miss.rings) / leave;
  }
  const miss = after(0);
  return (1 + missRate * miss.steps) / (missRate * miss.rings);
}
