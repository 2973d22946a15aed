import fc from "fast-check";
import { expect, test } from "vitest";
import { clopperPearson } from "./clopperPearson.ts";
import { planFixedMinN } from "./planFixedMinN.ts";
import { zeroFailureMinN } from "./zeroFailureMinN.ts";
import { zeroFailureUpper } from "./zeroFailureUpper.ts";

const share = fc.double({ min: 0.5, max: 0.999, noNaN: true });

test("is the first n whose exact lower limit reaches the share", () => {
  fc.assert(
    fc.property(share, (floor) => {
      const n = zeroFailureMinN(floor);
      expect(clopperPearson(n, n, 0.95, "lower").low).toBeGreaterThanOrEqual(floor - 1e-12);
      if (n > 1) expect(clopperPearson(n - 1, n - 1, 0.95, "lower").low).toBeLessThan(floor);
      expect(planFixedMinN({ share: floor, misses: 0 })).toBe(n);
    }),
    { seed: 5, numRuns: 200 },
  );
});

test("an exact tie counts", () => {
  expect(zeroFailureMinN(0.5, 0.75)).toBe(2);
  expect(zeroFailureMinN(0.1, 0.9)).toBe(1);
});

test("the limit without a failure falls with n, and is 1 without a case", () => {
  expect(zeroFailureUpper(0)).toEqual({ exact: 1, logarithm: 1, ruleOfThree: 1 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (n) => {
      const { exact, logarithm } = zeroFailureUpper(n);
      expect(exact).toBeLessThan(zeroFailureUpper(n - 1).exact);
      expect(exact).toBeLessThanOrEqual(logarithm);
    }),
    { seed: 6, numRuns: 200 },
  );
  expect(() => zeroFailureUpper(-1)).toThrow(RangeError);
  expect(() => zeroFailureMinN(1)).toThrow(RangeError);
});
