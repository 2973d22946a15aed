import { scaleLinear } from "d3-scale";
import { line as curveOf } from "d3-shape";
import { limitPercent } from "earnest";
import { acrossAxis, acrossTitle, type Plot, upAxis, upTitle } from "./axes.ts";
import { drawings, type Figure, type Size } from "./figure.ts";
import { circle, line, type Mark, type Point, path, TONES, text } from "./marks.ts";
import type { ConfidenceUse } from "./reliability.ts";
import { textWidth, within } from "./words.ts";

type Kept = ConfidenceUse["riskCoverage"]["points"][number];

/** Shares of fewer cases jump about and say nothing. */
const DRAWN_FROM = 30;

/** The risk-coverage curve: the share of cases the agent keeps across, the share of those that differ up, with the limit and the promised threshold; null without at least two points to draw. */
export function riskCoverageChart(use: ConfidenceUse): Pick<Figure, "span" | "drawings"> | null {
  const drawn = use.riskCoverage.points.filter(({ kept }) => kept >= DRAWN_FROM);
  return drawn.length < 2 ? null : drawings("half", (size) => curve(use, drawn, size));
}

function curve({ n, without, threshold }: ConfidenceUse, drawn: readonly Kept[], size: Size): { height: number; marks: Mark[] } {
  const { letters, width } = size;
  const plot: Plot = { left: 3.8 * letters, right: width - 1.6 * letters, top: 4 * letters, bottom: 4 * letters + 0.42 * width };
  const { params, promised } = threshold;
  const most = Math.min(1, Math.max(1.5 * params.eps, ...drawn.map(({ kept, differ }) => differ / kept)));
  const across = scaleLinear([0, 1], [plot.left, plot.right]);
  const up = scaleLinear([0, most], [plot.bottom, plot.top]).nice(4);
  const pointOf = ({ kept, differ }: Kept): Point => [across(kept / (n + without)), up(kept === 0 ? 0 : differ / kept)];
  const points = drawn.map(pointOf);
  const [limit, from] = [up(params.eps), promised === null ? null : pointOf(promised)];
  return {
    height: plot.bottom + 3.5 * letters,
    marks: [
      upTitle("share that differs", { ...plot, top: 2 * letters }, size),
      ...upAxis({ plot, scale: up, size, ticks: up.ticks(4) }),
      ...acrossAxis({ plot, scale: across, size, ticks: [0, 0.25, 0.5, 0.75, 1] }),
      acrossTitle("share of its cases that it keeps, surest first", plot, size),
      line({ tone: TONES.ink, from: [plot.left, limit], to: [plot.right, limit], dash: "5 4" }),
      path({ tone: TONES.agent, d: curveOf().digits(1)(points as [number, number][]) ?? "", width: 2.5 }),
      circle({ tone: TONES.agent, at: points.at(-1) ?? [plot.left, plot.bottom], r: 3.5 }),
      limitLabel(`limit ${limitPercent(params.eps)}`, { points, limit, mark: from?.[0] ?? null, plot, size }),
      ...(promised === null || from === null ? [] : promise(promised.threshold, from, plot, size)),
    ],
  };
}

/** From which confidence on it may act alone, with the share of cases that this keeps. */
function promise(threshold: number, at: Point, plot: Plot, size: Size): Mark[] {
  const said = threshold === 0 ? "any confidence" : `${Number(threshold.toFixed(4))} or above`;
  const { at: x, words, anchor } = within(at[0], said, size, true);
  return [
    line({ tone: TONES.ink, from: [at[0], plot.top - 4], to: [at[0], plot.bottom] }),
    text({ tone: TONES.ink, at: [x, plot.top - 9], words, size: size.letters, anchor, bold: true }),
    circle({ tone: TONES.ink, at, r: 5 }),
  ];
}

interface Around {
  readonly points: readonly Point[];
  readonly limit: number;
  /** Where the promised threshold's upright line stands. */
  readonly mark: number | null;
  readonly plot: Plot;
  readonly size: Size;
}

/** Above or below its line, at one end or in the middle: the first place that neither the curve nor the upright line goes through. */
function limitLabel(words: string, { points, limit, mark, plot, size: { letters } }: Around): Mark {
  const wide = textWidth(words, letters, true) + 10;
  const places = [limit - 6, limit + 6 + 0.75 * letters].flatMap((y) =>
    [
      { anchor: "end" as const, x: plot.right - 5, left: plot.right - wide },
      { anchor: "start" as const, x: plot.left + 5, left: plot.left },
      { anchor: "middle" as const, x: (plot.left + plot.right) / 2, left: (plot.left + plot.right - wide) / 2 },
    ].map((place) => ({ ...place, y, box: { left: place.left, right: place.left + wide, top: y - letters, bottom: y + 4 } })),
  );
  const free = places.find(({ box }) => {
    if (box.top < plot.top - 2 || box.bottom > plot.bottom || (mark !== null && mark > box.left && mark < box.right))
      return false;
    return !points.some((to, i) => passes(points[i - 1] ?? to, to, box));
  });
  const { x, y, anchor } = free ?? { x: plot.right - 5, y: limit - 6, anchor: "end" as const };
  return text({ tone: TONES.ink, at: [x, y], words, size: letters, anchor, bold: true, halo: true });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Does a straight piece of the curve go through a label's place? */
function passes([x0, y0]: Point, [x1, y1]: Point, { left, right, top, bottom }: Box): boolean {
  const [from, to] = [Math.max(left, Math.min(x0, x1)), Math.min(right, Math.max(x0, x1))];
  if (from > to) return false;
  const at = (x: number) => (x1 === x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0));
  const [a, b] = [at(from), at(to)];
  return Math.max(a, b) >= top && Math.min(a, b) <= bottom;
}
