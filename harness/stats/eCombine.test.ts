import fc from "fast-check";
import { expect, test } from "vitest";
import { eCombine } from "./eCombine.ts";
import { sprt } from "./sprt.ts";

const logEs = fc.array(fc.double({ min: -800, max: 800, noNaN: true }), { minLength: 1, maxLength: 20 });

test("the mean lies between the least and the most, the product adds logs", () => {
  fc.assert(
    fc.property(logEs, (values) => {
      const mean = eCombine(values, "mean");
      expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
      expect(mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      expect(eCombine([...values, 3], "product")).toBeCloseTo(eCombine(values, "product") + 3, 8);
    }),
    { seed: 26, numRuns: 200 },
  );
});

test("nothing is no evidence; certainty stays certain; contradictions are refused", () => {
  expect([eCombine([], "mean"), eCombine([], "product")]).toEqual([0, 0]);
  expect(eCombine([Infinity, 1], "mean")).toBe(Infinity);
  expect(eCombine([-Infinity, -Infinity], "mean")).toBe(-Infinity);
  expect(() => eCombine([Infinity, -Infinity], "product")).toThrow(RangeError);
  expect(() => eCombine([Number.NaN], "mean")).toThrow(RangeError);
});

test("Wald's test refuses lines that leave nothing to decide", () => {
  expect(sprt({ matches: 0, misses: 0, below: 0.9, above: 0.95 })).toMatchObject({ logRatio: 0, decision: "continue" });
  expect(() => sprt({ matches: 0, misses: 0, below: 0.95, above: 0.95 })).toThrow(RangeError);
  expect(() => sprt({ matches: 0, misses: 0, below: 0.9, above: 0.95, alpha: 0.6, beta: 0.5 })).toThrow(RangeError);
});
