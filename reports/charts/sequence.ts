import { scaleLinear, scaleSqrt } from "d3-scale";
import { line as linePath } from "d3-shape";
import { count, limitPercent, type TypeJudgement } from "earnest";
import { acrossAxis, acrossTitle, type Plot, ruleLine, upAxis, upTitle } from "./axes.ts";
import { drawings, type Figure, type Size } from "./figure.ts";
import { area, circle, line, type Mark, type Point, path, px, TONES, text } from "./marks.ts";
import { textWidth } from "./words.ts";

export type Sequence = NonNullable<TypeJudgement["sequence"]>;

/** The range of a match rate as evidence came in: cases across, closer together the more there are, the rate up, gate and floor as lines. */
export function sequenceChart(sequence: Sequence): Pick<Figure, "span" | "drawings"> {
  return drawings("full", (size) => diagram(sequence, size));
}

/** Where the axis of such a chart begins; what an early range says of less is cut off there. */
export function sequenceStart({ points, gate, floor }: Sequence): number {
  const last = points.at(-1);
  const least = Math.min(...[gate, floor, last?.low].filter((share) => share !== null && share !== undefined));
  // Lines and range in the upper two thirds, so that it shows where they came from.
  const start = Math.max(0, 1 - 1.5 * (1 - Math.min(least, 0.98)));
  return scaleLinear([start, 1], [0, 1]).nice(5).domain()[0] ?? 0;
}

function diagram(sequence: Sequence, size: Size): { height: number; marks: Mark[] } {
  const { letters, width } = size;
  const { points } = sequence;
  const clear = clearFrom(sequence);
  const plot: Plot = {
    left: 3.6 * letters,
    right: width - 5.6 * letters,
    top: 3.6 * letters,
    bottom: 3.6 * letters + Math.max(190, 0.2 * width),
  };
  const start = sequenceStart(sequence);
  const most = points.at(-1)?.n ?? 1;
  const first = points.length > 1 ? (points[0]?.n ?? 0) : 0;
  const across = scaleSqrt([first, most], [plot.left, plot.right]);
  const up = scaleLinear([start, 1], [plot.bottom, plot.top]);
  const along = (end: "low" | "high" | "rate") =>
    cut(
      points.map((point) => [across(point.n), up(point[end])]),
      plot.bottom,
    );
  const [lows, highs] = [along("low"), along("high")];
  const last = points.at(-1);
  return {
    height: plot.bottom + 3.4 * letters,
    marks: [
      upTitle("match rate", { ...plot, top: 2.2 * letters }, size),
      area(TONES.band, `${linePath<Cut>().x(xOf).y(yOf)([...highs, ...lows.toReversed()]) ?? ""}Z`),
      ...upAxis({ plot, scale: up, size }),
      ...acrossAxis({ plot, scale: across, size, label: count, ticks: caseTicks(first, most, across, letters) }),
      acrossTitle(
        size.name === "narrow" ? "cases, in the order drawn" : "cases with this proposal, in the order drawn",
        plot,
        size,
      ),
      path({ tone: TONES.agent, d: shown(lows), width: 1 }),
      path({ tone: TONES.agent, d: shown(highs), width: 1 }),
      path({ tone: TONES.agent, d: shown(along("rate")), width: 2.5 }),
      ...rules(sequence, plot, up, letters),
      ...(clear === null ? [] : clearMarks(clear.words, across(clear.n), plot, letters)),
      ...(last === undefined
        ? []
        : [
            line({ tone: TONES.agent, from: [plot.right, up(last.low)], to: [plot.right, up(last.high)], width: 3 }),
            circle({ tone: TONES.agent, at: [plot.right, up(last.rate)], r: 4.5 }),
          ]),
    ],
  };
}

/** A point of an edge, moved up to the foot of the plot where it lies below, and then not shown. */
interface Cut {
  readonly at: Point;
  readonly shown: boolean;
}

/** Cuts an edge off at the foot, with a point of its own where it comes out. */
function cut(edge: readonly Point[], foot: number): Cut[] {
  return edge.flatMap(([x, y], i) => {
    const [x0, y0] = edge[i - 1] ?? [x, y];
    const own = { at: [x, Math.min(y, foot)] as const, shown: y <= foot };
    if (y0 > foot === y > foot) return [own];
    return [{ at: [x0 + ((x - x0) * (foot - y0)) / (y - y0), foot] as const, shown: true }, own];
  });
}

const xOf = ({ at: [x] }: Cut) => Number(px(x));
const yOf = ({ at: [, y] }: Cut) => Number(px(y));

/** An edge as far as it shows; a line along the foot would look like a range that ends there. */
function shown(edge: readonly Cut[]): string {
  return (
    linePath<Cut>()
      .defined((one) => one.shown)
      .x(xOf)
      .y(yOf)([...edge]) ?? ""
  );
}

/** Gate and floor with their names at the right, the gate's where it is and the floor's out of its way. */
function rules({ gate, floor }: Sequence, plot: Plot, up: (share: number) => number, letters: number): Mark[] {
  const rule = (share: number, name: "gate" | "floor", y: number) => [
    ruleLine(name, plot, up(share)),
    text({
      tone: name === "gate" ? TONES.ink : TONES.ink2,
      at: [plot.right + 9, y + letters * 0.34],
      words: `${name} ${limitPercent(share)}`,
      size: letters,
      bold: name === "gate",
    }),
  ];
  const below = gate === null || floor === null ? 0 : Math.max(0, up(gate) + 1.25 * letters - up(floor));
  return [
    ...(floor === null || floor === gate ? [] : rule(floor, "floor", up(floor) + below)),
    ...(gate === null ? [] : rule(gate, "gate", up(gate))),
  ];
}

/** From where on it was clear; the floor is the worse news. */
function clearFrom({ clear, below }: Sequence): { n: number; words: string } | null {
  if (below !== null) return { n: below, words: `below the floor after ${count(below)}` };
  if (clear === null) return null;
  return {
    n: clear.n,
    words: clear.side === "above" ? `clear after ${count(clear.n)}` : `below the gate after ${count(clear.n)}`,
  };
}

function clearMarks(words: string, x: number, plot: Plot, letters: number): Mark[] {
  const half = textWidth(words, letters, true) / 2;
  const at: Point = [Math.min(plot.right - half, Math.max(plot.left + half, x)), plot.top - 0.45 * letters];
  return [
    line({ tone: TONES.ink, from: [x, plot.top - 0.2 * letters], to: [x, plot.bottom], dash: "6 4" }),
    text({ tone: TONES.ink, at, words, size: letters, anchor: "middle", bold: true }),
  ];
}

/** The last number of cases, and before it round ones as far as they do not run into each other. */
function caseTicks(first: number, most: number, across: (n: number) => number, letters: number): number[] {
  const rounds = [1, 2, 5].flatMap((digit) => Array.from({ length: 8 }, (_, power) => digit * 10 ** power));
  const half = (n: number) => textWidth(count(n), letters) / 2;
  const kept = [most];
  for (const n of rounds.toSorted((a, b) => b - a)) {
    const next = kept[0] ?? most;
    if (n >= first && n < next && across(n) + half(n) + 1.2 * letters <= across(next) - half(next)) kept.unshift(n);
  }
  return kept;
}
