import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clopperPearson } from "./clopperPearson.ts";
import { csBernoulli } from "./csBernoulli.ts";
import { csRobbins } from "./csRobbins.ts";
import { eBernoulli } from "./eBernoulli.ts";
import { eBernoulliDemote } from "./eBernoulliDemote.ts";

const count = fc.nat({ max: 3000 });

describe("the confidence sequence", () => {
  test("its ends are where the evidence crosses the line", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }), (matches, misses) => {
        const { low, high } = csBernoulli(matches, misses);
        const line = Math.log(20);
        expect(eBernoulli({ matches, misses, share: low * (1 - 1e-9) })).toBeGreaterThanOrEqual(line);
        expect(eBernoulli({ matches, misses, share: low * (1 + 1e-9) })).toBeLessThan(line);
        expect(eBernoulliDemote({ matches, misses, share: high + (1 - high) * 1e-9 })).toBeGreaterThanOrEqual(line);
        expect(eBernoulliDemote({ matches, misses, share: high - (1 - high) * 1e-9 })).toBeLessThan(line);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  test("nests with the level, and one more mismatch moves both ends down", () => {
    fc.assert(
      fc.property(count, count, (matches, misses) => {
        const [narrow, wide, worse] = [
          csBernoulli(matches, misses),
          csBernoulli(matches, misses, 0.01),
          csBernoulli(matches, misses + 1),
        ];
        expect(wide.low <= narrow.low && narrow.low <= narrow.high && narrow.high <= wide.high).toBe(true);
        expect(worse.low).toBeLessThanOrEqual(narrow.low);
        expect(worse.high).toBeLessThanOrEqual(narrow.high);
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  test("pays for being looked at: never tighter than the exact bound of one look", () => {
    fc.assert(
      fc.property(count, count, (matches, misses) => {
        const exact = clopperPearson(matches, matches + misses, 0.9);
        const { low, high } = csBernoulli(matches, misses);
        expect(low <= exact.low + 1e-12 && high >= exact.high - 1e-12).toBe(true);
      }),
      { seed: 14, numRuns: 300 },
    );
  });

  test("none, one, all, and a billion", () => {
    expect(csBernoulli(0, 0)).toEqual({ low: 0, high: 1 });
    expect(csBernoulli(0, 10).low).toBe(0);
    expect(csBernoulli(10, 0).high).toBe(1);
    expect(csBernoulli(1, 1e6)).toMatchObject({ low: 0 });
    // The smallest bets of the grids end the narrowing: on the upper side well before the counts would.
    const { low, high } = csBernoulli(999_000_000, 1_000_000);
    expect(low > 0.9989 && low < 0.999 && high > 0.999 && high < 0.9995).toBe(true);
    expect(() => csBernoulli(0.5, 0)).toThrow(RangeError);
    expect(() => csBernoulli(1, 0, 0)).toThrow(RangeError);
  });
});

test("the closed-form sequence mirrors when match and mismatch swap, and nests with the level", () => {
  fc.assert(
    fc.property(count, count, (matches, misses) => {
      const [here, there, wide] = [
        csRobbins(matches, misses),
        csRobbins(misses, matches),
        csRobbins(matches, misses, { alpha: 0.01 }),
      ];
      expect(here.low).toBeCloseTo(1 - there.high, 10);
      expect(wide.low <= here.low && here.high <= wide.high).toBe(true);
    }),
    { seed: 15, numRuns: 300 },
  );
});
