import type { DetectorNight } from "../stats/eDetector.ts";

/** A cluster's cases in one night, and how many of them matched. */
interface ClusterCases {
  readonly matches: number;
  readonly size: number;
}

/** One night's clusters as the detector takes them: each is one vote, at its own match rate. */
export function detectorNight(clusters: readonly ClusterCases[]): DetectorNight {
  return {
    matches: clusters.filter(({ matches, size }) => matches === size).length,
    misses: clusters.filter(({ matches }) => matches === 0).length,
    shares: clusters.filter(({ matches, size }) => matches > 0 && matches < size).map(({ matches, size }) => matches / size),
  };
}
