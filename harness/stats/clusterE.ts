import type { Cluster } from "./clusterTotals.ts";
import { ESequence } from "./eSequence.ts";
import { refuseUnlessCounts, refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/**
 * What one vote of a cluster stands for: its mean ("cluster": the customer bears the risk), or all its decisions up to a `cap` fixed
 * beforehand ("decision": each decision bears it). They answer different questions; the choice belongs into the configuration.
 */
export type ClusterUnit = { readonly per: "cluster" } | { readonly per: "decision"; readonly cap: number };

/**
 * The value from 0 to 1 that a cluster brings to the evidence against "the match rate is at most `share`".
 * Per decision it is (matches + share (cap - size)) / cap, whose mean is at most `share` exactly when the rate per decision is.
 * Throws a RangeError on an empty cluster and on one above the cap: draw `cap` of its decisions first, without looking at them.
 * Source: the ratio null E[matches] <= share E[size], written as a bounded mean; Waudby-Smith & Ramdas 2024, JRSSB 86.
 */
export function clusterValue({ matches, size }: Cluster, share: number, unit: ClusterUnit): number {
  refuseUnlessInside("share", share);
  refuseUnlessWhole("the size of a cluster", size, 1);
  refuseUnlessCounts(matches, size);
  if (unit.per === "cluster") return matches / size;
  refuseUnlessWhole("the cap", unit.cap, 1);
  if (size > unit.cap) throw new RangeError(`expected clusters of at most ${unit.cap} decisions, got ${size}`);
  return (matches + share * (unit.cap - size)) / unit.cap;
}

/** The evidence of clusters, one vote each, against "the match rate is at most `share`"; may be looked at after every cluster. */
export class ClusterE {
  readonly #share: number;
  readonly #unit: ClusterUnit;
  readonly #evidence: ESequence;

  constructor(share: number, unit: ClusterUnit) {
    this.#share = share;
    this.#unit = unit;
    this.#evidence = new ESequence({ mean: share });
  }

  /** Takes in one cluster, whole; throws what `clusterValue` throws. */
  add(cluster: Cluster): void {
    this.#evidence.add(clusterValue(cluster, this.#share, this.#unit));
  }

  /** How many clusters were taken in. */
  get clusters(): number {
    return this.#evidence.n;
  }

  /** The natural log of the e-value now; 0 before the first cluster. */
  get logE(): number {
    return this.#evidence.logE;
  }

  /** The most that log E has been, at least 0: what a latched promotion looks at. */
  get best(): number {
    return this.#evidence.best;
  }
}
