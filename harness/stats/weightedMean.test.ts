import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clopperPearson } from "./clopperPearson.ts";
import { effectiveInterval } from "./kornGraubard.ts";
import { poststratified } from "./poststratified.ts";
import { weightedMean } from "./weightedMean.ts";

const counts = fc.integer({ min: 1, max: 60 }).chain((n) => fc.record({ n: fc.constant(n), matches: fc.nat(n) }));
const strata = fc.array(fc.tuple(counts, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 });
const weighted = fc.array(fc.record({ value: fc.integer({ min: 0, max: 1 }), weight: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 1,
  maxLength: 40,
});
const options = { seed: 13, numRuns: 300 };

test("the interval at an effective number of cases is the exact one at a whole number", () => {
  for (const [matches, n] of [
    [0, 20],
    [7, 20],
    [20, 20],
  ] as const) {
    const [real, exact] = [effectiveInterval(matches / n, n), clopperPearson(matches, n)];
    expect(real.low).toBeCloseTo(exact.low, 10);
    expect(real.high).toBeCloseTo(exact.high, 10);
  }
  expect(effectiveInterval(0.5, 0)).toEqual({ low: 0, high: 1 });
});

describe("post-stratification", () => {
  test("does not depend on the scale of the shares, and mirrors with the matches", () => {
    fc.assert(
      fc.property(strata, (kinds) => {
        const of = (scale: number, mirror: boolean) =>
          poststratified(
            kinds.map(([{ n, matches }, share]) => ({ n, share: share * scale, matches: mirror ? n - matches : matches })),
          );
        const [one, scaled, mirrored] = [of(1, false), of(8, false), of(1, true)];
        expect(scaled).toEqual(one);
        expect(mirrored.low).toBeCloseTo(1 - one.high, 8);
        expect(mirrored.estimate).toBeCloseTo(1 - (one.estimate ?? 0), 12);
      }),
      options,
    );
  });

  test("is the plain rate when the mix is production's already", () => {
    const kinds = [
      { share: 0.25, matches: 20, n: 25 },
      { share: 0.75, matches: 72, n: 75 },
    ];
    expect(poststratified(kinds).estimate).toBeCloseTo(0.92, 12);
  });

  test("counts ten tenths that all match as all, though they add up to a hair less in floats", () => {
    const found = poststratified(new Array(10).fill({ share: 1, matches: 7, n: 7 }));
    expect(found).toMatchObject({ estimate: 1, high: 1, fallback: true });
  });

  test.each([
    ["nothing", []],
    ["a kind without cases", [{ share: 1, matches: 0, n: 0 }]],
    ["a kind without share", [{ share: 0, matches: 1, n: 2 }]],
    ["more matches than cases", [{ share: 1, matches: 3, n: 2 }]],
  ])("refuses %s", (_, kinds) => expect(() => poststratified(kinds)).toThrow(RangeError));
});

describe("weights", () => {
  test("do not depend on their scale, never make more of the cases, and mirror with the matches", () => {
    fc.assert(
      fc.property(weighted, (cases) => {
        const one = weightedMean(cases);
        expect(weightedMean(cases.map(({ value, weight }) => ({ value, weight: weight * 4 })))).toEqual(one);
        expect(one.kish).toBeLessThanOrEqual(cases.length * (1 + 1e-12));
        expect(one.adjusted).toBeLessThanOrEqual(cases.length * (1 + 1e-12));
        const mirrored = weightedMean(cases.map(({ value, weight }) => ({ value: 1 - value, weight })));
        expect(mirrored.low).toBeCloseTo(1 - one.high, 8);
      }),
      options,
    );
  });

  test("one heavy case is named, no case gives no estimate, and a weight must be positive", () => {
    expect(
      weightedMean([
        { value: 1, weight: 9 },
        { value: 0, weight: 1 },
      ]).largestShare,
    ).toBe(0.9);
    expect(weightedMean([])).toMatchObject({ estimate: null, low: 0, high: 1 });
    for (const weight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => weightedMean([{ value: 1, weight }])).toThrow(RangeError);
    expect(() => weightedMean([{ value: 2, weight: 1 }])).toThrow(RangeError);
  });
});
