import { limitPercent } from "earnest";
import { across, down, type GridLine, roundShares } from "./plot.ts";
import type { ConfidenceUse } from "./reliability.ts";

/** The risk-coverage curve: the share of cases the agent keeps across, the share of those that differ up. */
export interface RiskCoverageChart {
  /** The curve in a box of 100 by 100. */
  readonly curve: string;
  readonly end: { readonly x: string; readonly y: string };
  readonly rows: readonly GridLine[];
  readonly columns: readonly GridLine[];
  /** Its label stands where the curve does not. */
  readonly limit: GridLine & { readonly x: string; readonly dy: string; readonly anchor: string };
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
    limit: {
      at: down(eps / top),
      label: limitPercent(eps),
      ...labelPlace(
        drawn.map(({ kept, differ }) => [kept / cases, differ / kept / top]),
        eps / top,
        keeps,
      ),
    },
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

type Point = readonly [x: number, y: number];

/** What the label takes of a narrow chart, in shares of its width and height. */
const WIDE = 0.26;
const HIGH = 0.1;
/** The best first. */
const PLACES = [true, false].flatMap((above) =>
  [
    { anchor: "end", left: 1 - WIDE, x: 0.99 },
    { anchor: "start", left: 0, x: 0.01 },
    { anchor: "middle", left: 0.5 - WIDE / 2, x: 0.5 },
  ].map((one) => ({ ...one, above })),
);

/** Above or below the line at height `y`, at one end or in the middle: the first place that neither the curve nor the upright line at `mark` goes through. */
function labelPlace(curve: readonly Point[], y: number, mark: number): { x: string; dy: string; anchor: string } {
  const free = PLACES.filter(({ left, above }) => {
    const [low, high] = above ? [y, y + HIGH] : [y - HIGH, y];
    if (low < 0 || high > 1 || (mark > left && mark < left + WIDE)) return false;
    return !curve.some((to, i) => passes(curve[i - 1] ?? to, to, left, low, high));
  });
  const { anchor, x, above } = free[0] ?? PLACES[0] ?? { anchor: "end", x: 1, above: true };
  return { x: across(x), dy: above ? "-5" : "15", anchor };
}

/** Does a straight piece of the curve go through the label's place? */
function passes([x0, y0]: Point, [x1, y1]: Point, left: number, low: number, high: number): boolean {
  const [from, to] = [Math.max(left, Math.min(x0, x1)), Math.min(left + WIDE, Math.max(x0, x1))];
  if (from > to) return false;
  const at = (x: number) => (x1 === x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0));
  const [a, b] = [at(from), at(to)];
  return Math.max(a, b) >= low && Math.min(a, b) <= high;
}
