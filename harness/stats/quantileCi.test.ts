import fc from "fast-check";
import { expect, test } from "vitest";
import { quantileCi } from "./quantileCi.ts";
import type { Sides } from "./sides.ts";

test.each<[number, Sides, number]>([
  [0.5, "two", 6],
  [0.5, "upper", 5],
  [0.9, "upper", 29],
  [0.95, "upper", 59],
  [0.99, "upper", 299],
])("the %d quantile has a %s limit from %d times on, not one sooner", (quantile, sides, n) => {
  expect(quantileCi(n - 1, quantile, 0.95, sides).high).toBeNull();
  expect(quantileCi(n, quantile, 0.95, sides).high).toBe(n);
});

test("covers at least the confidence, nests with it, and mirrors with the quantile", () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 99 }), (n, percent) => {
      const [usual, strict, mirror] = [
        quantileCi(n, percent / 100),
        quantileCi(n, percent / 100, 0.99),
        quantileCi(n, 1 - percent / 100),
      ];
      expect(usual.coverage).toBeGreaterThanOrEqual(0.95 - 1e-12);
      expect(strict.low ?? 0).toBeLessThanOrEqual(usual.low ?? 0);
      expect(strict.high ?? n + 1).toBeGreaterThanOrEqual(usual.high ?? n + 1);
      expect(mirror.low ?? 0).toBe(n + 1 - (usual.high ?? n + 1));
    }),
    { seed: 18, numRuns: 500 },
  );
});

test("no times give no limits; a quantile lies between 0 and 1", () => {
  expect(quantileCi(0, 0.5)).toEqual({ low: null, high: null, coverage: 1 });
  expect(() => quantileCi(5, 1)).toThrow(RangeError);
  expect(() => quantileCi(-1, 0.5)).toThrow(RangeError);
});
