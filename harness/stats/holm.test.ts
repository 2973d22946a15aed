import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { benjaminiHochberg } from "./benjaminiHochberg.ts";
import { benjaminiYekutieli } from "./benjaminiYekutieli.ts";
import { eBh } from "./eBh.ts";
import { holm } from "./holm.ts";

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
const options = { seed: 15, numRuns: 300 };

describe.each([
  ["holm", holm],
  ["benjaminiHochberg", (p: readonly number[]) => benjaminiHochberg(p)],
  ["benjaminiYekutieli", benjaminiYekutieli],
])("%s", (_, adjust) => {
  test("raises p-values, keeps their order and does not mind the order of the tests", () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const adjusted = adjust(p);
        expect(adjusted).toHaveLength(p.length);
        for (const [i, one] of p.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(one);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          for (const [j, two] of p.entries()) if (one < two) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? -1);
        }
        expect(adjust(p.toReversed())).toEqual(adjusted.toReversed());
      }),
      options,
    );
  });

  test("has nothing to adjust without tests, leaves one alone, and refuses what is no p-value", () => {
    expect(adjust([])).toEqual([]);
    expect(adjust([0.04])).toEqual([0.04]);
    for (const broken of [-0.1, 1.1, Number.NaN]) expect(() => adjust([broken])).toThrow(RangeError);
  });
});

test("a silent test makes the others harder to believe", () => {
  for (const adjust of [holm, (p: readonly number[]) => benjaminiHochberg(p), benjaminiYekutieli]) {
    expect(adjust([0.01, 1])[0]).toBeGreaterThan(adjust([0.01])[0] ?? 1);
  }
});

describe("e-BH", () => {
  test("rejects the longest list of largest e-values that reach n / (alpha k)", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 10 }), (e) => {
        const sorted = e.toSorted((a, b) => b - a);
        const count = sorted.reduce((best, value, at) => ((at + 1) * value >= e.length * 20 ? at + 1 : best), 0);
        const rejected = eBh(e.map(Math.log), 0.05);
        expect(rejected.filter(Boolean)).toHaveLength(count);
        const kept = e.filter((_, at) => !rejected[at]);
        const out = e.filter((_, at) => rejected[at]);
        expect(Math.min(...out, 1e9)).toBeGreaterThanOrEqual(Math.max(...kept, 0));
      }),
      options,
    );
  });

  test("takes certainty and ruin, no tests at all, and refuses NaN", () => {
    expect(eBh([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 0.05)).toEqual([true, false]);
    expect(eBh([], 0.05)).toEqual([]);
    expect(() => eBh([Number.NaN], 0.05)).toThrow(RangeError);
    expect(() => eBh([1], 1)).toThrow(RangeError);
  });
});
