import type { Case } from "../case.ts";
import { EvidenceCount } from "../evidence/evidenceCount.ts";
import { linesOf } from "../gate.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { ReadySuite } from "../suite.ts";

/** How much each case counts; the largest is fixed before the first case is asked about. */
export interface Weighting {
  readonly weightOf: (one: Case) => number;
  /** Undefined when all weigh the same. */
  readonly largestWeight: number | undefined;
}

/** The weights of a run: each case's own, times that of its part of the production mix. */
export function weightingOf({ weights }: Pick<RunHeader["dataset"], "weights">): Weighting {
  if (weights === undefined || weights === null) return { weightOf: () => 1, largestWeight: undefined };
  const { mix, largest } = weights;
  const strata = new Map((mix?.strata ?? []).map(({ value, weight }) => [value, weight]));
  return {
    weightOf: (one) => one.weight * (mix === null ? 1 : (strata.get(one.slices[mix.slice] ?? "") ?? 0)),
    largestWeight: largest,
  };
}

/** A count that follows the evidence at every line a gate of the suite asks about. */
export function countFor(suite: ReadySuite, { largestWeight }: Pick<Weighting, "largestWeight">): EvidenceCount {
  return new EvidenceCount(suite.serious, [...suite.gates.keys()], {
    lines: (type, share) => {
      const gate = suite.gates.get(type);
      return gate === undefined ? [] : linesOf(gate, share);
    },
    largestWeight,
  });
}
