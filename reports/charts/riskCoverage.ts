import { limitPercent } from "earnest";
import { across, type ConfidenceUse, down, type GridLine, roundShares } from "./plot.ts";

/** The risk-coverage curve: the share of cases the agent keeps across, the share of those that differ up. */
export interface RiskCoverageChart {
  /** The curve in a box of 100 by 100. */
  readonly curve: string;
  readonly end: { readonly x: string; readonly y: string };
  readonly rows: readonly GridLine[];
  readonly columns: readonly GridLine[];
  readonly limit: GridLine;
  readonly promised: { readonly x: string; readonly y: string; readonly label: string; readonly anchor: string } | null;
}

/** Shares of fewer cases jump about and say nothing. */
const DRAWN_FROM = 30;

/** Places the curve, the limit and the promised threshold; null without at least two points to draw. */
export function riskCoverageChart({ n, without, riskCoverage, threshold }: ConfidenceUse): RiskCoverageChart | null {
  const drawn = riskCoverage.points.filter(({ kept }) => kept >= DRAWN_FROM);
  const last = drawn.at(-1);
  if (last === undefined || drawn.length < 2) return null;
  const cases = n + without;
  const { eps } = threshold.params;
  const rows = roundShares(0, Math.max(1.5 * eps, ...drawn.map(({ kept, differ }) => differ / kept)));
  const top = rows.at(-1) ?? 1;
  const { promised } = threshold;
  const keeps = promised === null ? 0 : promised.kept / cases;
  return {
    curve: drawn
      .map(({ kept, differ }) => `${((100 * kept) / cases).toFixed(2)},${(100 - (100 * differ) / kept / top).toFixed(2)}`)
      .join(" "),
    end: { x: across(last.kept / cases), y: down(last.differ / last.kept / top) },
    rows: rows.map((share) => ({ at: down(share / top), label: limitPercent(share) })),
    columns: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: across(share), label: limitPercent(share) })),
    limit: { at: down(eps / top), label: limitPercent(eps) },
    promised:
      promised === null
        ? null
        : {
            x: across(keeps),
            y: down(promised.differ / promised.kept / top),
            label: promised.threshold === 0 ? "any confidence" : `${promised.threshold} or above`,
            anchor: keeps < 0.2 ? "start" : keeps > 0.8 ? "end" : "middle",
          },
  };
}
