import { limitPercent } from "earnest";
import { across, type ConfidenceUse, down, type GridLine, roundShares } from "./plot.ts";

/** The reliability diagram: the agent's own confidence across, the share that matched up, with ranges; both axes are the same. */
export interface ReliabilityChart {
  readonly rows: readonly GridLine[];
  readonly columns: readonly GridLine[];
  readonly bins: readonly { readonly x: string; readonly y: string; readonly low: string; readonly high: string }[];
}

/** A diagram of fewer cases is all range. */
const DRAWN_FROM = 30;

/** Places the bins; null where there are too few cases to draw. */
export function reliabilityChart({ n, calibration: { bins } }: ConfidenceUse): ReliabilityChart | null {
  if (n < DRAWN_FROM) return null;
  const shares = roundShares(Math.min(...bins.flatMap(({ meanConfidence, low }) => [meanConfidence, low])), 1);
  const [least = 0] = shares;
  const along = (share: number) => (share - least) / (1 - least);
  return {
    rows: shares.map((share) => ({ at: down(along(share)), label: limitPercent(share) })),
    columns: shares.map((share) => ({ at: across(along(share)), label: limitPercent(share) })),
    bins: bins.map(({ meanConfidence, agreement, low, high }) => ({
      x: across(along(meanConfidence)),
      y: down(along(agreement)),
      low: down(along(low)),
      high: down(along(high)),
    })),
  };
}
