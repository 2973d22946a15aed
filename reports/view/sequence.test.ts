import { expect, test } from "vitest";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { sequenceFigure } from "./sequence.ts";
import { typeViews } from "./typeView.ts";

const [type] = typeViews(sampleJudgement());
if (type === undefined) throw new Error("no sample");

const point = (n: number, k: number, low: number, high: number) => ({ n, k, rate: k / n, low, high });
const SEEN = [point(1, 1, 0.03, 1), point(1240, 1215, 0.951, 0.991), point(1847, 1806, 0.9612, 0.9891)];

type Sequence = NonNullable<typeof type.judged.sequence>;
const figureOf = (given: Partial<Sequence>) =>
  sequenceFigure({
    ...type,
    judged: { ...type.judged, sequence: { gate: 0.95, floor: 0.9, points: SEEN, clear: null, below: null, ...given } },
  });

test.each<[string, Partial<Sequence>, string]>([
  [
    "cleared",
    { clear: { n: 1240, side: "above" } },
    "After 1,240 of 1,847 cases the match rate had cleared the gate, 95%, and it stayed clear.",
  ],
  [
    "cleared by the last case",
    { clear: { n: 1847, side: "above" } },
    "Only at the end, after 1,847 cases, the whole range lies above the gate, 95%.",
  ],
  ["undecided", {}, "After all 1,847 cases the range still straddles the gate, 95%."],
  ["after one case", { points: SEEN.slice(0, 1) }, "After one case the range still straddles the gate, 95%."],
  [
    "lost",
    { clear: { n: 1240, side: "below" } },
    "After 1,240 of 1,847 cases the whole range lay below the gate, 95%, and it stayed there.",
  ],
  [
    "below the floor",
    { clear: { n: 1, side: "below" }, below: 1240 },
    "After 1,240 of 1,847 cases the whole range lay below the floor, 90%, and it stayed there.",
  ],
  ["no gate", { gate: null }, "After all 1,847 cases the range reaches from 96.1% to 99.0%; staying takes 90%."],
])("the headline when %s", (_, given, said) => {
  expect(figureOf(given)?.headline).toBe(said);
});

test("the table holds points of the path, the clear one among them, its ends rounded outwards", () => {
  expect(
    figureOf({ clear: { n: 1240, side: "above" } })?.twin.rows.map(({ head, cells }) => [head, ...cells.map(({ text }) => text)]),
  ).toEqual([
    ["1", "1 of 1", "100.0%", "3.0% to 100.0%"],
    ["1,240", "1,215 of 1,240", "98.0%", "95.1% to 99.1%"],
    ["1,847", "1,806 of 1,847", "97.8%", "96.1% to 99.0%"],
  ]);
});

test("a rate by weight stands apart from the plain counts beside it", () => {
  const labels = (points: typeof SEEN) => figureOf({ points })?.twin.columns.map(({ label }) => label);
  expect(labels(SEEN)).toEqual(["After so many cases", "Same decision", "Match rate", "Range"]);
  const weighed = SEEN.map((seen, i) => (i === 1 ? { ...seen, rate: 0.96 } : seen));
  expect(labels(weighed)).toEqual([
    "After so many cases",
    "Same decision, by plain count",
    "Match rate, as the answer counts it",
    "Range of that rate",
  ]);
});

test("what was not followed is not drawn", () => {
  expect(sequenceFigure({ ...type, judged: { ...type.judged, sequence: null } })).toBe(null);
});
