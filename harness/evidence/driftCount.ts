import type { Comparison } from "../compare.ts";
import { worst, wouldAct } from "../evidence.ts";
import { EDetector } from "../stats/eDetector.ts";
import { detectorNight } from "./detectorNight.ts";
import type { DriftFacts } from "./typeFacts.ts";

/** If nothing changes, a false alarm comes on average no sooner than after so many nights. */
export const NIGHTS = 365;

/** Watches the match rates of action types over the runs that count, one run a night. Source: `EDetector`. */
export class DriftCount {
  readonly #bases: ReadonlyMap<string, number>;
  readonly #detectors = new Map<string, { readonly detector: EDetector; nights: number; alarm: string | null }>();
  /** Of the open night: by type and cluster, how many of its cases matched. */
  #open = new Map<string, Map<string, { matches: number; size: number }>>();
  #night: string | null = null;
  #nights = 0;

  /** `bases`: the match rate that must hold, by type. */
  constructor(bases: ReadonlyMap<string, number>) {
    this.#bases = bases;
  }

  /** A run begins, at this moment. */
  begin(startedAt: string): void {
    this.#close();
    this.#night = startedAt;
    this.#nights++;
  }

  /** The vote of a case that no earlier run has shown. */
  add(cluster: string, vote: readonly Comparison[]): void {
    const column = Map.groupBy(
      vote.filter((cell) => wouldAct(cell) && this.#bases.has(cell.proposed)),
      ({ proposed }) => proposed,
    );
    for (const [type, cells] of column) {
      const clusters = this.#open.get(type) ?? new Map<string, { matches: number; size: number }>();
      this.#open.set(type, clusters);
      const seen = clusters.get(cluster) ?? { matches: 0, size: 0 };
      clusters.set(cluster, seen);
      seen.size++;
      if (worst(cells) === "match") seen.matches++;
    }
  }

  /** What was seen of a type; null where there is nothing to watch it against, or fewer than two nights. */
  of(type: string): DriftFacts | null {
    this.#close();
    const base = this.#bases.get(type);
    if (base === undefined || this.#nights < 2) return null;
    const { nights, alarm } = this.#detectors.get(type) ?? { nights: 0, alarm: null };
    return { nights, base, alarm };
  }

  /** A night without a case of the type says nothing of it. */
  #close(): void {
    for (const [type, clusters] of this.#open) {
      const known = this.#detectors.get(type);
      const watch = known ?? {
        detector: new EDetector({ share: this.#bases.get(type) as number, nights: NIGHTS }),
        nights: 0,
        alarm: null,
      };
      this.#detectors.set(type, watch);
      watch.detector.add(detectorNight([...clusters.values()]));
      watch.nights++;
      if (watch.detector.alarmNight !== null) watch.alarm ??= this.#night;
    }
    this.#open = new Map();
  }
}
