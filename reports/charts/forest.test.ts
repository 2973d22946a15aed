import fc from "fast-check";
import { expect, test } from "vitest";
import { type ForestGiven, forestAxis, forestRow } from "./forest.ts";

const row = (low: number, high: number, more: Partial<ForestGiven> = {}): ForestGiven => ({
  interval: { low, high },
  n: 1000,
  rate: (low + high) / 2,
  gate: 0.95,
  floor: 0.9,
  ...more,
});

test("the axis starts at a round number below all that is shown", () => {
  expect(forestAxis([row(0.96, 0.98), row(0.812, 0.9)]).starts).toBe("80%");
  expect(forestAxis([row(0.96, 0.98)]).starts).toBe("90%");
  expect(forestAxis([row(0.61, 0.9)]).starts).toBe("60%");
  expect(forestAxis([row(0.03, 0.9)]).starts).toBe("0%");
});

test("an axis without rows, and a row without proposals, show no bar", () => {
  expect(forestAxis([]).starts).toBe("90%");
  const none = row(0, 1, { n: 0, rate: 0 });
  expect(forestAxis([none, row(0.96, 0.98)]).starts).toBe("90%");
  expect(forestRow(forestAxis([none]), none).bar).toBeNull();
});

test("the gate is named on the axis only where all rows share it, and no label runs into it", () => {
  const shared = forestAxis([row(0.82, 0.9), row(0.96, 0.98)]);
  expect(shared.gate?.label).toBe("95%");
  expect(shared.floor?.label).toBe("90%");
  expect(shared.ticks.map(({ label }) => label)).toEqual(["80%", "85%", "100%"]);
  expect(forestAxis([row(0.96, 0.98), row(0.96, 0.98, { gate: 0.98 })]).gate).toBeNull();
});

test("low end, mark and high end keep their order and stay on the plot", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 1,
      }),
      (pairs) => {
        const rows = pairs.map(([a, b]) => row(Math.min(a, b), Math.max(a, b)));
        const axis = forestAxis(rows);
        for (const one of rows) {
          const { bar } = forestRow(axis, one);
          const places = [0, bar?.low, bar?.high, 100].map(Number);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          expect(Number(bar?.low)).toBeCloseTo(((one.interval.low - axis.low) / (1 - axis.low)) * 100, 0);
        }
      },
    ),
    { seed: 1 },
  );
});
