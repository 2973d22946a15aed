import fc from "fast-check";
import { expect, test } from "vitest";
import { outside } from "../testing/outside.ts";
import type { Mark } from "./marks.ts";
import { type ConfidenceUse, reliabilityChart } from "./reliability.ts";

type Bins = ConfidenceUse["calibration"]["bins"];

const share = fc.double({ min: 0, max: 1, noNaN: true });
const bin = fc
  .tuple(
    fc.integer({ min: 1, max: 100_000 }),
    share,
    fc.tuple(share, share, share).map((of) => of.toSorted((a, b) => a - b)),
  )
  .map(([n, meanConfidence, [low = 0, agreement = 0, high = 0]]) => ({ n, meanConfidence, agreement, low, high }));

const chart = (bins: Bins) => {
  const calibration = {
    error: 0,
    largest: 0,
    overall: bins[0] ?? { n: 0, meanConfidence: 0, agreement: 0, low: 0, high: 0 },
    bins,
  };
  return reliabilityChart({ n: 1000, calibration } as ConfidenceUse)?.drawings ?? [];
};

const dots = (marks: readonly Mark[]) => marks.flatMap((mark) => ("circle" in mark ? [mark.circle] : []));

test("every mark lies in the drawing, whatever the data", () => {
  const sorted = fc
    .array(bin, { minLength: 1, maxLength: 10 })
    .map((bins) => bins.toSorted((a, b) => a.meanConfidence - b.meanConfidence));
  fc.assert(
    fc.property(sorted, (bins) => {
      for (const drawing of chart(bins)) {
        expect(dots(drawing.marks)).toHaveLength(bins.length);
        expect(outside(drawing)).toEqual([]);
      }
    }),
    { seed: 3, numRuns: 200 },
  );
});

test("an agent that is always sure still has an axis, and its cases make one bar", () => {
  const sure = { n: 40, meanConfidence: 1, agreement: 1, low: 0.9, high: 1 };
  for (const { marks } of chart([sure, sure])) {
    expect(marks.filter((mark) => "rect" in mark)).toHaveLength(1);
    expect(marks.some((mark) => "text" in mark && mark.text.words.endsWith("at most 80"))).toBe(true);
  }
});

test("too few cases are not drawn", () => {
  expect(
    reliabilityChart({ n: 29, calibration: { error: 0, largest: 0, overall: {}, bins: [] } } as unknown as ConfidenceUse),
  ).toBeNull();
});
