import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alphaBootstrap } from "./alphaBootstrap.ts";
import { krippendorffNominal } from "./krippendorffNominal.ts";
import { randomIndexes } from "./random.ts";

const same = (label: string) => label;
const ratings = fc.array(fc.option(fc.constantFrom("a", "b", "c"), { nil: null, freq: 6 }), { minLength: 1, maxLength: 4 });
const groups = fc.array(
  fc.record({ cases: fc.array(ratings, { minLength: 1, maxLength: 3 }), clusters: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 6 },
);

describe("the range of alpha", () => {
  test("is what drawing clusters again and working out alpha anew each time gives", () => {
    fc.assert(
      fc.property(groups, fc.constantFrom("a", "b"), (drawn, picked) => {
        const read = (label: string) => label === picked;
        const clusters = drawn.flatMap((group) => new Array<(typeof group)["cases"]>(group.clusters).fill(group.cases));
        const draw = randomIndexes(5, clusters.length);
        const slow = Array.from({ length: 1000 }, () => clusters.flatMap(() => clusters[draw()] ?? []));
        const readings: ((label: string) => string | boolean)[] = [same, read];
        const found = alphaBootstrap<string, string | boolean>(drawn, readings, { seed: 5, resamples: 1000 });
        for (const [at, reading] of readings.entries()) {
          const labels = slow.map((cases) => cases.map((one) => one.map((label) => (label === null ? null : reading(label)))));
          const alphas = labels.map((cases) => krippendorffNominal(cases).alpha);
          const low = alphas.map((alpha) => alpha ?? -1).sort((a, b) => a - b)[24] ?? 9;
          const high = alphas.map((alpha) => alpha ?? 1).sort((a, b) => b - a)[24] ?? 9;
          expect(found[at]?.low).toBeCloseTo(low, 10);
          expect(found[at]?.high).toBeCloseTo(high, 10);
        }
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  test("holds the estimate, narrows with cases, and does not with cases that repeat inside a cluster", () => {
    const mixed = [
      { cases: [["a", "a"]], clusters: 60 },
      { cases: [["b", "b"]], clusters: 30 },
      { cases: [["a", "b"]], clusters: 10 },
    ];
    const of = (given: typeof mixed) => alphaBootstrap(given, [same], { seed: 1 })[0] ?? { low: 9, high: 9 };
    const width = (given: typeof mixed) => of(given).high - of(given).low;
    const alpha = krippendorffNominal(mixed.flatMap(({ cases, clusters }) => new Array(clusters).fill(cases).flat())).alpha ?? 9;
    expect(of(mixed).low).toBeLessThan(alpha);
    expect(of(mixed).high).toBeGreaterThan(alpha);
    expect(width(mixed.map((group) => ({ ...group, clusters: group.clusters * 9 })))).toBeLessThan(width(mixed) / 2);
    const swollen = mixed.map(({ cases, clusters }) => ({ cases: new Array(9).fill(cases).flat(), clusters }));
    expect(width(swollen)).toBeGreaterThan(width(mixed) * 0.95);
  });

  test("claims nothing where draws cannot tell, and refuses too few of them", () => {
    expect(alphaBootstrap([], [same, same], { seed: 1 })).toEqual([null, null]);
    expect(alphaBootstrap([{ cases: [["a", "a"]], clusters: 40 }], [same], { seed: 1 })).toEqual([{ low: -1, high: 1 }]);
    expect(() => alphaBootstrap([{ cases: [["a", "b"]], clusters: 4 }], [same], { seed: 1, resamples: 10 })).toThrow(RangeError);
    expect(() => alphaBootstrap([{ cases: [["a", "b"]], clusters: 4 }], [same], { seed: -1 })).toThrow(RangeError);
  });
});
