import fc from "fast-check";
import { expect, test } from "vitest";
import { hedgedCapital } from "./hedgedCapital.ts";
import { hedgedCs } from "./hedgedCs.ts";

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });

test("nests with the level and mirrors when the values do", () => {
  fc.assert(
    fc.property(values, (seen) => {
      const [here, there] = [hedgedCs(seen), hedgedCs(seen.map((value) => 1 - value))];
      expect(here.low).toBeCloseTo(1 - there.high, 6);
      expect(here.low).toBeLessThanOrEqual(here.high);
    }),
    { seed: 20, numRuns: 100 },
  );
});

test("a mean outside the interval is refuted, one inside is not", () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (seen, mean) => {
      const { low, high } = hedgedCs(seen);
      if (Math.min(Math.abs(mean - low), Math.abs(mean - high)) < 1e-6) return;
      expect(hedgedCapital(seen, mean).hedged >= Math.log(20)).toBe(mean < low || mean > high);
    }),
    { seed: 21, numRuns: 300 },
  );
});

test("with a dataset's size it closes on the mean at the last case; no values say nothing", () => {
  expect(hedgedCs([])).toEqual({ low: 0, high: 1 });
  expect(hedgedCs([0.5, 0.25, 1], { cases: 3 }).low).toBeCloseTo(1.75 / 3, 12);
  expect(hedgedCs([0.5, 0.25, 1], { cases: 3 }).high).toBeCloseTo(1.75 / 3, 12);
  expect(() => hedgedCs([1.2])).toThrow(RangeError);
  expect(() => hedgedCs([1, 1], { cases: 1 })).toThrow(RangeError);
});
