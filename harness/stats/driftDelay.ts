import { EDetector } from "./eDetector.ts";
import { randomIndexes } from "./random.ts";
import { refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/** Streams simulated; odd, so that there is a middle one. */
const STREAMS = 99;
/** Nights after which a stream is given up. */
export const LONGEST_DELAY = 100;
const PARTS = 1_000_000;

/** A detector as it is set up, how many votes it gets a night, and the match rate they drop to. */
export interface DriftDelay {
  readonly share: number;
  readonly nights: number;
  readonly perNight: number;
  readonly rate: number;
}

/**
 * By which night after a drop to `rate` an `EDetector` has rung half of the time; null when not within 100 nights. The streams begin
 * with the drop, where the detector stands lowest, so that one under way is no later. Throws a RangeError unless 0 < rate < share < 1.
 * Source: the middle one of 99 simulated streams with a fixed seed, which moves a long delay by about a tenth.
 */
export function driftDelay({ share, nights, perNight, rate }: DriftDelay): number | null {
  refuseUnlessInside("the rate after the drop", rate);
  if (!(rate < share)) throw new RangeError(`expected a rate below ${share} after the drop, got ${rate}`);
  refuseUnlessWhole("the votes of a night", perNight, 1);
  const draw = randomIndexes(1, PARTS);
  const delays: number[] = [];
  for (let stream = 0; stream < STREAMS; stream++) {
    // Once half of them are given up, the middle one is.
    if (stream - delays.length > STREAMS / 2) return null;
    const detector = new EDetector({ share, nights });
    for (let night = 1; night <= LONGEST_DELAY && detector.alarmNight === null; night++) {
      let matches = 0;
      for (let vote = 0; vote < perNight; vote++) if (draw() < rate * PARTS) matches++;
      detector.add({ matches, misses: perNight - matches });
    }
    if (detector.alarmNight !== null) delays.push(detector.alarmNight);
  }
  return delays.sort((a, b) => a - b)[(STREAMS - 1) / 2] ?? null;
}
