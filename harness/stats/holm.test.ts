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

describe("Holm's adjustment", () => {
  const lowered = pValues
    .filter((p) => p.length > 0)
    .chain((p) => fc.tuple(fc.constant(p), fc.nat(p.length - 1), fc.double({ min: 0, max: 1, noNaN: true })));

  test("raises no p-value when one of them falls", () => {
    fc.assert(
      fc.property(lowered, ([p, at, part]) => {
        const [before, after] = [holm(p), holm(p.with(at, (p[at] ?? 1) * part))];
        for (const [i, one] of after.entries()) expect(one).toBeLessThanOrEqual(before[i] ?? 0);
      }),
      options,
    );
  });

  test("rejects what the closed test by Bonferroni rejects: all sets that hold the null must be rejected", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.004, 0.01, 0.0125, 0.02, 0.05, 0.4, 1), { maxLength: 6 }), (p) => {
        const sets = Array.from({ length: 2 ** p.length }, (_, bits) => [...p.keys()].filter((i) => (bits >> i) % 2 === 1));
        const closed = p.map((_, i) =>
          Math.max(
            ...sets
              .filter((set) => set.includes(i))
              .map((set) => Math.min(1, set.length * Math.min(...set.map((j) => p[j] ?? 1)))),
          ),
        );
        expect(holm(p)).toEqual(closed);
      }),
      options,
    );
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

  test("rejects no less when an e-value grows, the same whatever the order, and equal ones together", () => {
    const eValues = fc.array(fc.constantFrom<number[]>(0, 1, 4, 19, 20, 40, 60, 400), { minLength: 1, maxLength: 10 });
    const grown = eValues.chain((e) =>
      fc.tuple(fc.constant(e), fc.nat(e.length - 1), fc.double({ min: 1, max: 50, noNaN: true })),
    );
    fc.assert(
      fc.property(grown, ([e, at, times]) => {
        const reject = (values: readonly number[]) => eBh(values.map(Math.log), 0.05);
        const before = reject(e);
        const after = reject(e.with(at, (e[at] ?? 0) * times));
        for (const [i, rejected] of before.entries()) if (rejected) expect(after[i]).toBe(true);
        expect(reject(e.toReversed())).toEqual(before.toReversed());
        for (const [i, one] of e.entries())
          for (const [j, other] of e.entries()) if (one === other) expect(before[i]).toBe(before[j]);
      }),
      options,
    );
    // Three of 20 at the level of one in 20: 20 is needed of each. A fourth test, silent, asks for 26.7.
    expect(eBh([20, 20, 20].map(Math.log), 0.05)).toEqual([true, true, true]);
    expect(eBh([20, 20, 20, 1].map(Math.log), 0.05)).toEqual([false, false, false, false]);
  });

  test("takes certainty and ruin, no tests at all, and refuses NaN", () => {
    expect(eBh([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 0.05)).toEqual([true, false]);
    expect(eBh([], 0.05)).toEqual([]);
    expect(() => eBh([Number.NaN], 0.05)).toThrow(RangeError);
    expect(() => eBh([1], 1)).toThrow(RangeError);
  });
});
