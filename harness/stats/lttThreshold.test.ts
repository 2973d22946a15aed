import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aurc } from "./aurc.ts";
import { brier } from "./brier.ts";
import type { Claim } from "./claim.ts";
import { eceEqualMass } from "./eceEqualMass.ts";
import { lttThreshold } from "./lttThreshold.ts";
import { randomIndexes } from "./random.ts";
import { rcpsThreshold } from "./rcpsThreshold.ts";

const claim = fc.record({ confidence: fc.integer({ min: 0, max: 20 }).map((twentieth) => twentieth / 20), match: fc.boolean() });
const claims = fc.array(claim, { minLength: 1, maxLength: 60 });
const options = { seed: 17, numRuns: 300 };
const THRESHOLDS = [0.95, 0.9, 0.8, 0.7, 0.5];
const chosen = [lttThreshold, rcpsThreshold] as const;

describe("the threshold from which the agent may act alone", () => {
  test("is never loosened by one more mismatch", () => {
    fc.assert(
      fc.property(claims, fc.nat(59), (seen, at) => {
        const worse = seen.map((one, place) => (place === at % seen.length ? { ...one, match: false } : one));
        for (const choose of chosen) {
          const pick = (of: readonly Claim[]) => choose(of, { thresholds: THRESHOLDS, risk: 0.4, delta: 0.3 }).selected ?? 2;
          expect(pick(worse)).toBeGreaterThanOrEqual(pick(seen));
        }
      }),
      options,
    );
  });

  test("keeps its promise: at most delta of the samples choose one that is wrong more often than the risk", () => {
    // The most confident claims are wrong in 1 %, the next in 5 %, the rest in 20 %: below 0.9 the risk of 4 % is passed.
    const draw = randomIndexes(5, 1000);
    const sample = () =>
      Array.from({ length: 600 }, (_, at): Claim => {
        const wrong = [10, 50, 200][at % 3] ?? 0;
        return { confidence: [0.95, 0.85, 0.6][at % 3] ?? 0, match: draw() >= wrong };
      });
    const runs = Array.from(
      { length: 400 },
      () => lttThreshold(sample(), { thresholds: [0.9, 0.8, 0.5], risk: 0.04, delta: 0.1 }).selected,
    );
    expect(runs.filter((selected) => selected === 0.5).length / runs.length).toBeLessThanOrEqual(0.1);
    expect(runs.filter((selected) => selected !== null).length / runs.length).toBeGreaterThan(0.8);
  });

  test("is none, without a test spent, while too few claims are accepted to pass", () => {
    const few = Array.from({ length: 148 }, (): Claim => ({ confidence: 0.99, match: true }));
    const found = lttThreshold(few, { thresholds: THRESHOLDS });
    expect(found).toMatchObject({ selected: null, minimum: 149 });
    expect(found.table.every((row) => !row.tested && row.p === null)).toBe(true);
    const enough = [...few, { confidence: 0.99, match: true }];
    expect(lttThreshold(enough, { thresholds: THRESHOLDS }).selected).toBe(0.5);
    expect(lttThreshold([], { thresholds: THRESHOLDS }).selected).toBeNull();
    expect(rcpsThreshold([], { thresholds: THRESHOLDS }).selected).toBeNull();
  });

  test("accepts a claim at the threshold itself, and refuses thresholds that do not fall", () => {
    const table = lttThreshold([{ confidence: 0.9, match: true }], { thresholds: [0.9] }).table;
    expect(table[0]?.n).toBe(1);
    for (const choose of chosen) {
      expect(() => choose([], { thresholds: [0.5, 0.9] })).toThrow(RangeError);
      expect(() => choose([{ confidence: 1.2, match: true }], { thresholds: [0.5] })).toThrow(RangeError);
      expect(() => choose([], { thresholds: [0.5], risk: 0 })).toThrow(RangeError);
    }
  });
});

describe("the agent's own confidence", () => {
  test("has a Brier figure that is reliability - resolution + uncertainty, in any order", () => {
    fc.assert(
      fc.property(claims, (seen) => {
        const found = brier(seen);
        expect(found?.brier).toBeCloseTo((found?.reliability ?? 9) - (found?.resolution ?? 0) + (found?.uncertainty ?? 0), 12);
        expect(brier(seen.toReversed())?.brier).toBeCloseTo(found?.brier ?? 9, 12);
      }),
      options,
    );
  });

  test("fills every bin, and errs on average no more than in its worst bin", () => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 1, max: 15 }), (seen, bins) => {
        const found = eceEqualMass(seen, { bins });
        expect(found.bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(seen.length);
        expect(found.bins.every((bin) => bin.n > 0)).toBe(true);
        expect(found.ece).toBeLessThanOrEqual((found.largest ?? 0) + 1e-12);
      }),
      options,
    );
  });

  test("orders risk no better than hindsight, the same for any order of equal claims", () => {
    fc.assert(
      fc.property(claims, (seen) => {
        const found = aurc(seen);
        expect(found?.excess).toBeGreaterThanOrEqual(-1e-12);
        expect(found?.excess).toBeCloseTo((found?.aurc ?? 9) - (found?.optimal ?? 0), 12);
        expect(aurc(seen.toReversed())?.aurc).toBeCloseTo(found?.aurc ?? 9, 12);
        expect(found?.curve.at(-1)).toMatchObject({ coverage: 1, risk: found?.fullRisk });
        const hindsight = seen.map(({ match }) => ({ match, confidence: match ? 1 : 0 }));
        // Mismatches last is the best order; among themselves they are tied, which changes nothing.
        expect(aurc(hindsight)?.excess).toBeCloseTo(0, 12);
      }),
      options,
    );
  });

  test("cannot be told without claims and must be a share", () => {
    expect([brier([]), aurc([]), eceEqualMass([]).ece]).toEqual([null, null, null]);
    const broken = [{ confidence: 1.01, match: true }];
    for (const measure of [brier, aurc, eceEqualMass]) expect(() => measure(broken)).toThrow(RangeError);
    expect(() => eceEqualMass([], { bins: 0 })).toThrow(RangeError);
  });
});
