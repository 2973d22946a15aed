import type { Counts } from "./eBernoulli.ts";
import { matchesNeeded } from "./matchesNeeded.ts";
import { refuseUnlessWhole } from "./refuse.ts";

/** What is already certain about the dataset, whatever its remaining cases bring. */
export interface DatasetCertainty {
  readonly needed: number;
  readonly missesAllowed: number;
  readonly status: "reached" | "out-of-reach" | "open";
}

/**
 * Is it already certain whether the match share over the whole dataset of `cases` will be at least `share`? Costs no error at all.
 * Throws a RangeError for more counts than cases or a share outside [0, 1].
 * Source: curtailed inspection, Dodge & Romig 1929; the product share * cases is exact, see `matchesNeeded`.
 */
export function curtailDataset({ matches, misses, cases, share }: Counts & { cases: number; share: number }): DatasetCertainty {
  refuseUnlessWhole("matches", matches);
  refuseUnlessWhole("misses", misses);
  refuseUnlessWhole("cases", cases, matches + misses);
  const needed = matchesNeeded(share, cases);
  const missesAllowed = cases - needed;
  return { needed, missesAllowed, status: matches >= needed ? "reached" : misses > missesAllowed ? "out-of-reach" : "open" };
}
