import { count, limitPercent, many, percent, percentDown, percentUp } from "earnest";
import { type Figure, twin } from "../charts/figure.ts";
import { type ConfidenceUse, reliabilityChart } from "../charts/reliability.ts";
import { riskCoverageChart } from "../charts/riskCoverage.ts";

const SMALL = 30;
/** Of fewer disagreements, which of them fell among the surest cases is luck. */
const FEW = 5;
/** Points of a curve that are said aloud. */
const SAID = 5;
/** The level of the ranges of a bin. */
const BINS_AT = 0.95;

/** What the agent's own confidence in one action type is worth: the promise, two charts, and every number behind them. */
export function confidenceView(use: ConfidenceUse, anchor: string, title: string) {
  const { n, without, threshold } = use;
  return {
    ...confidencePromise(use, anchor, title),
    drawn: true,
    basis: basis(use),
    without:
      without === 0
        ? null
        : `In ${many(without, "case")} of ${count(n + without)} it proposed this without saying how sure it was; a threshold hands these over.`,
    facts: facts(use),
    few: n < SMALL ? `Only ${many(n, "case")} with a confidence: too few to draw.` : null,
    curve: curveFigure(use, anchor, title),
    diagram: reliabilityFigure(use, anchor, title),
    limit: limitPercent(threshold.params.eps),
    tried: threshold.table.map(({ choosing, confirming, ...point }) => ({
      ...keptRow(point, use, threshold.table),
      choosing: `${count(choosing.errors)} of ${count(choosing.n)}`,
      confirming: `${count(confirming.errors)} of ${count(confirming.n)}`,
      shown: choosing.missing > 0 ? "no" : confirming.missing > 0 ? "by the first half only" : "yes, by both",
    })),
  };
}

function curveFigure(use: ConfidenceUse, anchor: string, title: string): Figure {
  const { points } = use.riskCoverage;
  const chart = riskCoverageChart(use);
  return {
    id: `${anchor}-rc`,
    headline: curveFinding(use),
    how:
      chart === null
        ? ""
        : `How to read it: further to the right the agent keeps more of its cases, surest first; the line is the share of those in which it differs from the person, and the dashed line the limit of ${limitPercent(use.threshold.params.eps)}.`,
    desc: `${title}. ${use.says} ${some(points)
      .map((point) => keptSaid(point, use))
      .join(" ")}`,
    ...(chart ?? { span: "half", drawings: [] }),
    twin: twin({
      summary: "The curve as a table",
      label: `Risk and coverage: ${title}`,
      columns: ["Confidence from", "Cases it keeps", "Of those, differ"],
      rows: points.map((point) => Object.values(keptRow(point, use, points))),
    }),
  };
}

/** What is said aloud of a curve: a few of its points, the last among them. */
function some<T>(points: readonly T[]): T[] {
  const step = Math.ceil(points.length / SAID);
  return points.filter((_, i) => (points.length - 1 - i) % step === 0);
}

function keptSaid(point: ConfidenceUse["riskCoverage"]["points"][number], use: ConfidenceUse): string {
  const { from, kept, differ } = keptRow(point, use, use.riskCoverage.points);
  return `From ${from} on it keeps ${kept}; of those differ ${differ}.`;
}

function reliabilityFigure(use: ConfidenceUse, anchor: string, title: string): Figure {
  const headline = diagramFinding(use);
  const { bins } = use.calibration;
  const chart = reliabilityChart(use);
  return {
    id: `${anchor}-rd`,
    headline,
    how:
      chart === null
        ? ""
        : `How to read it: across is how sure the agent was, up how often it decided as the person did, with the ${limitPercent(BINS_AT)} range of a single look that takes cases as independent; a mark below the dashed line is too sure.`,
    desc: `${title}. ${bins.map(binSaid).join(" ")}`,
    ...(chart ?? { span: "half", drawings: [] }),
    twin: twin({
      summary: "The diagram as a table",
      label: `Confidence and what happened: ${title}`,
      columns: ["Mean confidence", { label: "Cases", n: true }, "Same decision", "Range"],
      rows: bins.map((bin) => [percent(bin.meanConfidence), count(bin.n), sameIn(bin), rangeOf(bin)]),
    }),
  };
}

type Bin = ConfidenceUse["calibration"]["bins"][number];

function binSaid(bin: Bin): string {
  return `Where it is ${percent(bin.meanConfidence)} sure: ${sameIn(bin)} the same, range ${rangeOf(bin)}.`;
}

function sameIn({ agreement, n }: Bin): string {
  return ofCases(Math.round(agreement * n), n);
}

function rangeOf({ low, high }: Bin): string {
  return `${percentDown(low)} to ${percentUp(high)}`;
}

/** The promise alone, for a page about very many action types. */
export function confidencePromise({ says }: ConfidenceUse, anchor: string, title: string) {
  return { anchor, title, promise: says, drawn: false };
}

function basis({ threshold: { params, promised, atMost, table, minimum } }: ConfidenceUse): string {
  const row = table.find(({ threshold }) => threshold === promised?.threshold);
  const half =
    row === undefined
      ? `Each half takes at least ${count(minimum)} cases, all of them the same as the person’s.`
      : `The second half alone shows at most ${percentUp(atMost ?? 1)} (${count(row.confirming.errors)} of ${count(row.confirming.n)} differed).`;
  return `${many(params.thresholds.length, "threshold")}, fixed beforehand, were tried on one case of each cluster, drawn at random: one half of the clusters chose, the other confirmed. ${half} The promise allows for looking at it as often as one likes.`;
}

function facts({ brier, calibration, riskCoverage, n }: ConfidenceUse): { term: string; fact: string }[] {
  return [
    { term: "Brier figure, 0 is best", fact: `${brier.brier.toFixed(3)} over ${many(n, "case")}` },
    {
      term: "Its parts",
      fact: `reliability ${brier.reliability.toFixed(3)} (less is better) − resolution ${brier.resolution.toFixed(3)} (more is better) + uncertainty ${brier.uncertainty.toFixed(3)}`,
    },
    { term: "Calibration error", fact: `${points(calibration.error)} on average, ${points(calibration.largest)} at most` },
    {
      term: "Area under the curve",
      fact: `${percent(riskCoverage.aurc)}, of which better confidence could remove ${percent(Math.max(0, riskCoverage.excess))}`,
    },
  ];
}

function points(share: number): string {
  return `${(100 * share).toFixed(1)} points`;
}

/** Does it differ less where it is surer? A fifth less or more is called so; what lies between may be chance. */
function curveFinding({ n, matches, riskCoverage }: ConfidenceUse): string {
  const differ = n - matches;
  if (differ === 0) return `It decided as the person did in all ${many(n, "case")}, however sure it was.`;
  if (matches === 0) return `It differed from the person in all ${many(n, "case")}, however sure it was.`;
  const [half] = riskCoverage.points.filter(({ kept }) => 2 * kept >= n);
  if (half === undefined || half.kept === n) return "It is equally sure of most cases, so its confidence tells little apart.";
  const compared = `of the ${count(half.kept)} it is surest of, ${countAndShare(half.differ, half.kept)} differ; of all ${count(n)}, ${countAndShare(differ, n)}`;
  if (n < SMALL || differ < FEW) return `Too few to say whether it differs less where it is surer: ${compared}.`;
  const times = half.differ / half.kept / (differ / n);
  const less = times <= 0.8 ? "it differs less" : times < 1.25 ? "it differs about as much" : "it differs more";
  return `Where it is surer, ${less}: ${compared}.`;
}

function countAndShare(k: number, n: number): string {
  return n < SMALL || k === 0 ? count(k) : `${count(k)} (${percent(k / n)})`;
}

function diagramFinding({ n, matches, calibration: { overall } }: ConfidenceUse): string {
  const said = `its confidence is ${percent(overall.meanConfidence)} on average, and it decided as the person did in ${ofCases(matches, n)}`;
  if (n < SMALL) return `Too few to say whether it is too sure: ${said}.`;
  if (overall.meanConfidence > overall.high) return `It is surer than it should be: ${said}.`;
  if (overall.meanConfidence < overall.low) return `It could be surer than it is: ${said}.`;
  return `It was not shown to be too sure, nor to be less sure than it could be: ${said}.`;
}

type Kept = ConfidenceUse["riskCoverage"]["points"][number];

function keptRow({ threshold, kept, differ }: Kept, { n, without }: ConfidenceUse, all: readonly Kept[]) {
  return {
    from: toldApart(
      threshold,
      all.map((one) => one.threshold),
    ),
    kept: ofCases(kept, n + without),
    differ: kept === 0 ? "none kept" : ofCases(differ, kept),
  };
}

/** A threshold rounded down, for rounded up it would leave its own cases out; with as many digits as tell all of them apart. */
function toldApart(threshold: number, all: readonly number[]): string {
  const down = (value: number, digits: number) => {
    const near = Number(value.toFixed(digits));
    return near <= value ? near : Number((near - 10 ** -digits).toFixed(digits));
  };
  const distinct = new Set(all).size;
  const digits = [4, 5, 6, 7, 8, 9, 10, 11, 12].find((some) => new Set(all.map((one) => down(one, some))).size === distinct);
  return String(down(threshold, digits ?? 15));
}

function ofCases(k: number, n: number): string {
  const of = `${count(k)} of ${count(n)}`;
  // None seen is no rate.
  return n < SMALL || k === 0 ? of : `${percent(k / n)} (${of})`;
}
