import { scaleLinear } from "d3-scale";
import { count, type TypeJudgement } from "earnest";
import { acrossAxis, acrossTitle, type Plot, upAxis, upTitle } from "./axes.ts";
import { drawings, type Figure, type Size } from "./figure.ts";
import { circle, line, type Mark, rect, TONES, text } from "./marks.ts";

/** What an agent's own confidence in an action type is worth, where it states one. */
export type ConfidenceUse = NonNullable<TypeJudgement["confidence"]>;

type Bins = ConfidenceUse["calibration"]["bins"];

/** A diagram of fewer cases is all range. */
const DRAWN_FROM = 30;
/** Axes that began any higher would show chance as large. */
const STARTS_AT_MOST = { sure: 0.99, same: 0.9 };
/** The height of the bars that say how many cases stand behind the marks. */
const COUNTS = 34;
/** The width of such a bar; marks that lie closer share one. */
const BAR = 6;

/** The reliability diagram: the agent's own confidence across, the share that matched up, with ranges, and beneath how many cases stand behind the marks; null where there are too few cases to draw. */
export function reliabilityChart({ n, calibration: { bins } }: ConfidenceUse): Pick<Figure, "span" | "drawings"> | null {
  return n < DRAWN_FROM ? null : drawings("half", (size) => diagram(bins, size));
}

function diagram(bins: Bins, size: Size): { height: number; marks: Mark[] } {
  const { letters, width } = size;
  const plot: Plot = {
    left: 3.8 * letters,
    right: width - 1.6 * letters,
    top: 2.2 * letters,
    bottom: 2.2 * letters + 0.42 * width,
  };
  const leastSure = Math.min(STARTS_AT_MOST.sure, ...bins.map(({ meanConfidence }) => meanConfidence));
  const leastSame = Math.min(STARTS_AT_MOST.same, ...bins.map(({ low }) => low));
  const across = scaleLinear([leastSure, 1], [plot.left, plot.right]).nice(5);
  const up = scaleLinear([leastSame, 1], [plot.bottom, plot.top]).nice(5);
  const start = Math.max(across.domain()[0] ?? 0, up.domain()[0] ?? 0);
  const foot = plot.bottom + 3.6 * letters + COUNTS;
  const columns = columnsOf(bins, across);
  const most = Math.max(...columns.map(({ n }) => n));
  const tall = scaleLinear([0, most], [0, COUNTS]);
  return {
    height: foot + 1.7 * letters,
    marks: [
      upTitle("share of same decisions", plot, size),
      ...upAxis({ plot, scale: up, size }),
      ...acrossAxis({ plot, scale: across, size }),
      acrossTitle("the agent’s own confidence", plot, size),
      line({ tone: TONES.ink3, from: [across(start), up(start)], to: [across(1), up(1)], dash: "5 4" }),
      ...bins.flatMap(({ meanConfidence, agreement, low, high }) => [
        line({ tone: TONES.agent, from: [across(meanConfidence), up(high)], to: [across(meanConfidence), up(low)], width: 2 }),
        circle({ tone: TONES.agent, at: [across(meanConfidence), up(agreement)], r: 4.5 }),
      ]),
      ...columns.map(({ from, to, n }) =>
        rect({ tone: TONES.person, at: [from - BAR / 2, foot - tall(n)], width: to - from + BAR, height: tall(n) }),
      ),
      line({ tone: TONES.ink3, from: [plot.left, foot], to: [plot.right, foot] }),
      text({
        tone: TONES.ink2,
        at: [plot.right, foot + 1.3 * letters],
        words: `cases behind the marks, at most ${count(most)}`,
        size: letters,
        anchor: "end",
      }),
    ],
  };
}

/** Bars of the cases behind marks; those of marks too close to be told apart are added up. */
function columnsOf(bins: Bins, across: (share: number) => number) {
  const columns: { readonly from: number; readonly to: number; readonly n: number }[] = [];
  for (const { meanConfidence, n } of bins) {
    const [x, last] = [across(meanConfidence), columns.at(-1)];
    if (last === undefined || x - last.to > BAR + 1) columns.push({ from: x, to: x, n });
    else columns.splice(-1, 1, { from: last.from, to: x, n: last.n + n });
  }
  return columns;
}
