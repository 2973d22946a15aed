import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eBernoulli } from "./eBernoulli.ts";
import { eBernoulliDemote } from "./eBernoulliDemote.ts";
import { ESequence } from "./eSequence.ts";
import { eTruncBeta } from "./eTruncBeta.ts";
import { D_GRID, P_GRID } from "./grid.ts";

const count = fc.nat({ max: 3000 });
const inside = fc.double({ min: 0.01, max: 0.999, noNaN: true });

describe("the evidence for promotion", () => {
  test("both grids start with the whole capital and bet only parts of it", () => {
    for (const { bets, logWeights } of [P_GRID, D_GRID]) {
      expect(logWeights.reduce((sum, weight) => sum + Math.exp(weight), 0)).toBeCloseTo(1, 12);
      expect(bets.every((bet) => bet > 0 && bet < 1)).toBe(true);
    }
  });

  test("one more case is a fair bet at the line and a losing one below it", () => {
    fc.assert(
      fc.property(count, count, inside, inside, (matches, misses, share, other) => {
        const now = eBernoulli({ matches, misses, share });
        const up = Math.exp(eBernoulli({ matches: matches + 1, misses, share }) - now);
        const down = Math.exp(eBernoulli({ matches, misses: misses + 1, share }) - now);
        expect(share * up + (1 - share) * down).toBeCloseTo(1, 8);
        const below = Math.min(share, other);
        expect(below * up + (1 - below) * down).toBeLessThanOrEqual(1 + 1e-8);
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  test("a match raises it, a miss lowers it, a higher line lowers it", () => {
    fc.assert(
      fc.property(count, count, inside, (matches, misses, share) => {
        const now = eBernoulli({ matches, misses, share });
        expect(eBernoulli({ matches: matches + 1, misses, share })).toBeGreaterThan(now);
        expect(eBernoulli({ matches, misses: misses + 1, share })).toBeLessThan(now);
        expect(eBernoulli({ matches, misses, share: share + 0.0005 })).toBeLessThanOrEqual(now);
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  test("takes 38, 78, 130, 196, 395, 791, 3963 matches without a miss", () => {
    const shares = [0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999];
    const first = [38, 78, 130, 196, 395, 791, 3963];
    for (const [i, share] of shares.entries()) {
      const matches = first[i] ?? 0;
      expect(eBernoulli({ matches, misses: 0, share })).toBeGreaterThanOrEqual(Math.log(20));
      expect(eBernoulli({ matches: matches - 1, misses: 0, share })).toBeLessThan(Math.log(20));
    }
  });

  test("counts say the same as the stream in any order, and as the closed form about as much", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), inside, (outcomes, share) => {
        const stream = new ESequence({ mean: share });
        for (const match of outcomes) stream.add(Number(match));
        const matches = outcomes.filter(Boolean).length;
        expect(stream.logE).toBeCloseTo(eBernoulli({ matches, misses: outcomes.length - matches, share }), 8);
      }),
      { seed: 10, numRuns: 200 },
    );
    const clean = { matches: 200, misses: 0, share: 0.95 };
    expect(Math.abs(eTruncBeta(clean) - eBernoulli(clean))).toBeLessThan(1);
    expect(Number.isFinite(eTruncBeta({ matches: 0, misses: 100_000, share: 0.95 }))).toBe(true);
  });

  test("nothing seen is no evidence; what cannot be asked is refused", () => {
    expect(eBernoulli({ matches: 0, misses: 0, share: 0.95 })).toBe(0);
    expect(eBernoulli({ matches: 1e9, misses: 0, share: 1 })).toBeCloseTo(0, 12);
    expect(() => eBernoulli({ matches: 1.5, misses: 0, share: 0.95 })).toThrow(RangeError);
    expect(() => eBernoulli({ matches: 1, misses: -1, share: 0.95 })).toThrow(RangeError);
    expect(() => eBernoulli({ matches: 1, misses: 0, share: 0 })).toThrow(RangeError);
    expect(() => eBernoulliDemote({ matches: 1, misses: 0, share: 1 })).toThrow(RangeError);
  });
});

test("the evidence for demotion is a fair bet at the line and a losing one above it", () => {
  fc.assert(
    fc.property(count, count, inside, inside, (matches, misses, share, other) => {
      const now = eBernoulliDemote({ matches, misses, share });
      const match = Math.exp(eBernoulliDemote({ matches: matches + 1, misses, share }) - now);
      const miss = Math.exp(eBernoulliDemote({ matches, misses: misses + 1, share }) - now);
      expect(share * match + (1 - share) * miss).toBeCloseTo(1, 8);
      const above = Math.max(share, other);
      expect(above * match + (1 - above) * miss).toBeLessThanOrEqual(1 + 1e-8);
    }),
    { seed: 11, numRuns: 300 },
  );
});
