import type { Case } from "../case.ts";
import { weightOf } from "../dataset/weights.ts";
import { EvidenceCount } from "../evidence/evidenceCount.ts";
import { linesOf } from "../gate.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { ReadySuite } from "../suite.ts";

/** How much each case counts, and the most that a cluster can weigh; both are fixed before the first case is asked about. */
export interface Weighting {
  readonly weightOf: (one: Case) => number;
  readonly weighted: boolean;
  readonly most: number;
  readonly cap: number;
}

/** The weights of a run: each case's own, times that of its part of the production mix. */
export function weightingOf({ dataset, asked }: Pick<RunHeader, "dataset" | "asked">): Weighting {
  const { weights } = dataset;
  const cap = dataset.clusterCap ?? Infinity;
  // A ledger of an earlier format does not know; then a cluster may be all there is.
  const fixed = { cap, most: asked.largest ?? asked.selected };
  if (weights === undefined || weights === null) return { weightOf: () => 1, weighted: false, ...fixed };
  return { weightOf: weightOf(weights), weighted: true, ...fixed };
}

/** A count that follows the evidence at every line a gate of the suite asks about; at another error level than the gate's own, for plans. */
export function countFor(suite: ReadySuite, { most, weighted, cap }: Omit<Weighting, "weightOf">, level?: number): EvidenceCount {
  return new EvidenceCount(suite.serious, [...suite.gates.keys()], {
    lines: (type, share) => {
      const gate = suite.gates.get(type);
      const lines = gate === undefined ? [] : linesOf(gate, share);
      return level === undefined ? lines : lines.map(({ line }) => ({ line, alpha: level }));
    },
    most,
    weighted,
    cap,
  });
}
