import fc from "fast-check";
import { expect, test } from "vitest";
import { curtailDataset } from "./curtailDataset.ts";
import { matchesNeeded } from "./matchesNeeded.ts";

test("rounds up the decimal that was written, not its nearest float", () => {
  expect(matchesNeeded(0.07, 100)).toBe(7);
  expect(matchesNeeded(0.29, 100)).toBe(29);
  expect(matchesNeeded(1e-7, 10_000_000)).toBe(1);
  expect(matchesNeeded(1.5e-7, 10_000_000)).toBe(2);
  expect([matchesNeeded(0, 5), matchesNeeded(1, 5), matchesNeeded(0.95, 0)]).toEqual([0, 5, 0]);
  fc.assert(
    fc.property(fc.nat({ max: 1000 }), fc.nat({ max: 100_000 }), (thousandths, cases) => {
      const exact = Number((BigInt(thousandths) * BigInt(cases) + 999n) / 1000n);
      expect(matchesNeeded(thousandths / 1000, cases)).toBe(exact);
    }),
    { seed: 24, numRuns: 500 },
  );
  expect(() => matchesNeeded(1.1, 5)).toThrow(RangeError);
});

test("is certain at the last match needed and at the first miss too many, never both", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.nat({ max: 300 }), fc.nat({ max: 300 }), (percent, matches, misses) => {
      const { needed, missesAllowed, status } = curtailDataset({ matches, misses, cases: 600, share: percent / 100 });
      expect(needed + missesAllowed).toBe(600);
      expect(status).toBe(matches >= needed ? "reached" : misses > missesAllowed ? "out-of-reach" : "open");
      expect(matches >= needed && misses > missesAllowed).toBe(false);
    }),
    { seed: 25, numRuns: 300 },
  );
  expect(() => curtailDataset({ matches: 3, misses: 3, cases: 5, share: 0.5 })).toThrow(RangeError);
});
