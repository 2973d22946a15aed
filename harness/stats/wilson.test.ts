import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bayesBeta } from "./bayesBeta.ts";
import { clopperPearson } from "./clopperPearson.ts";
import { jeffreys } from "./jeffreys.ts";
import { wilson } from "./wilson.ts";

const counts = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));
const fixed = [
  ["wilson", wilson],
  ["jeffreys", jeffreys],
  ["clopperPearson", clopperPearson],
  ["bayesBeta", (k: number, n: number, confidence?: number) => bayesBeta(k, n, { confidence: confidence ?? 0.95 })],
] as const;

describe.each(fixed)("the interval for one look, %s", (_name, interval) => {
  test("nests with the confidence and stays in 0 to 1", () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const [narrow, wide] = [interval(k, n, 0.9), interval(k, n, 0.99)];
        expect(wide.low <= narrow.low && narrow.low <= narrow.high && narrow.high <= wide.high).toBe(true);
        expect(wide.low >= 0 && wide.high <= 1).toBe(true);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test("swapping match and mismatch mirrors it", () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const [here, there] = [interval(k, n), interval(n - k, n)];
        expect(here.low).toBeCloseTo(1 - there.high, 9);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test("shrinks when the same share is seen in ten times the cases", () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const [few, many] = [interval(k, n), interval(10 * k, 10 * n)];
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test("refuses counts that do not fit and impossible confidences", () => {
    expect(() => interval(2, 1)).toThrow(RangeError);
    expect(() => interval(-1, 1)).toThrow(RangeError);
    expect(() => interval(0.5, 1)).toThrow(RangeError);
    expect(() => interval(0, 1, 1)).toThrow(RangeError);
    expect(() => interval(0, 1, Number.NaN)).toThrow(RangeError);
  });
});

test("one side carries the whole error", () => {
  expect(wilson(90, 100, 0.95, "lower")).toEqual({ low: wilson(90, 100, 0.9).low, high: 1 });
  expect(jeffreys(90, 100, 0.95, "upper").low).toBe(0);
  expect(clopperPearson(0, 0, 0.95, "lower")).toEqual({ low: 0, high: 1 });
});
