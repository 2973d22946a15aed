import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clopperPearson } from "./clopperPearson.ts";

const shares = fc.nat({ max: 5000 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));
const some = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.constant(n)));

describe("the exact interval", () => {
  test("holds the observed share, inside 0 and 1", () => {
    fc.assert(
      fc.property(shares, ([k, n]) => {
        const { low, high } = clopperPearson(k, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        if (n > 0) expect(low <= k / n && k / n <= high).toBe(true);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("one more match moves both ends up", () => {
    fc.assert(
      fc.property(some, ([k, n]) => {
        const [less, more] = [clopperPearson(k, n), clopperPearson(k + 1, n)];
        expect(more.low).toBeGreaterThan(less.low);
        expect(more.high >= less.high && (more.high > less.high || less.high === 1)).toBe(true);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test("is nested: more confidence, a wider range", () => {
    fc.assert(
      fc.property(shares, fc.double({ min: 0.5, max: 0.98, noNaN: true }), ([k, n], confidence) => {
        const [narrow, wide] = [clopperPearson(k, n, confidence), clopperPearson(k, n, confidence + 0.01)];
        expect(wide.low <= narrow.low && narrow.high <= wide.high).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test("swapping matches and misses mirrors it", () => {
    fc.assert(
      fc.property(shares, ([k, n]) => {
        const [one, other] = [clopperPearson(k, n), clopperPearson(n - k, n)];
        expect(one.low).toBeCloseTo(1 - other.high, 12);
        expect(one.high).toBeCloseTo(1 - other.low, 12);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  test("without cases it says nothing: 0 to 1", () => {
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  test.each([
    [-1, 5, 0.95],
    [6, 5, 0.95],
    [1.5, 5, 0.95],
    [Number.NaN, 5, 0.95],
    [1, Number.POSITIVE_INFINITY, 0.95],
    [1, 5, 0],
    [1, 5, 1],
    [1, 5, Number.NaN],
  ])("refuses %d of %d at %d", (k, n, confidence) => {
    expect(() => clopperPearson(k, n, confidence)).toThrow(RangeError);
  });
});
