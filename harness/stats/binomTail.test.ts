import fc from "fast-check";
import { expect, test } from "vitest";
import { binomTail } from "./binomTail.ts";
import { normalQuantile } from "./normalQuantile.ts";
import { tQuantile } from "./tQuantile.ts";

test("both tails share exactly the case in the middle, and mirror when match and mismatch swap", () => {
  const cases = fc.integer({ min: 1, max: 300 }).chain((n) => fc.tuple(fc.nat({ max: n - 1 }), fc.constant(n)));
  fc.assert(
    fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), ([k, n], share) => {
      expect(binomTail(k, n, share).atMost + binomTail(k + 1, n, share).atLeast).toBeCloseTo(1, 10);
      expect(binomTail(k, n, share).atMost).toBeCloseTo(binomTail(n - k, n, 1 - share).atLeast, 10);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("none, all and certain shares", () => {
  expect(binomTail(0, 0, 0.3)).toEqual({ atMost: 1, atLeast: 1 });
  expect(binomTail(0, 5, 0)).toEqual({ atMost: 1, atLeast: 1 });
  expect(binomTail(4, 5, 1)).toEqual({ atMost: 0, atLeast: 1 });
  expect(() => binomTail(3, 2, 0.5)).toThrow(RangeError);
  expect(() => binomTail(1, 2, 1.1)).toThrow(RangeError);
});

test("quantiles: known values, odd about a half, t nears the normal", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
  expect(normalQuantile(1e-300)).toBeCloseTo(-37.0471, 4);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
  expect(tQuantile(0.9, 3)).toBeCloseTo(-tQuantile(0.1, 3), 12);
  expect(tQuantile(0.975, 1e9)).toBeCloseTo(normalQuantile(0.975), 7);
  expect(() => tQuantile(1, 3)).toThrow(RangeError);
  expect(() => tQuantile(0.9, 0)).toThrow(RangeError);
  expect(() => normalQuantile(Number.NaN)).toThrow(RangeError);
});
