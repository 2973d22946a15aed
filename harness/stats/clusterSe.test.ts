import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clusterBootstrap } from "./clusterBootstrap.ts";
import { clusterSe } from "./clusterSe.ts";
import { type Cluster, ClusterTotals } from "./clusterTotals.ts";
import { iccAnova } from "./iccAnova.ts";

const cluster = fc.integer({ min: 1, max: 12 }).chain((size) => fc.record({ size: fc.constant(size), matches: fc.nat(size) }));
const clusters = fc.array(cluster, { minLength: 2, maxLength: 20 });
const options = { seed: 11, numRuns: 300 };

describe("a share of clustered decisions", () => {
  test("keeps estimate and error when every cluster is repeated inside itself, and asks for a larger sample instead", () => {
    fc.assert(
      fc.property(clusters, fc.integer({ min: 2, max: 9 }), (seen, times) => {
        const once = clusterSe(seen);
        const often = clusterSe(seen.map(({ matches, size }) => ({ matches: matches * times, size: size * times })));
        expect(often.estimate).toBeCloseTo(once.estimate ?? -1, 12);
        expect(often.se).toBeCloseTo(once.se ?? -1, 10);
        if (once.designEffect !== null) expect(often.designEffect ?? 0).toBeCloseTo(once.designEffect * times, 6);
      }),
      options,
    );
  });

  test("mirrors when matches and misses change places, and holds its estimate", () => {
    fc.assert(
      fc.property(clusters, (seen) => {
        const [one, other] = [clusterSe(seen), clusterSe(seen.map(({ matches, size }) => ({ matches: size - matches, size })))];
        expect(one.low).toBeCloseTo(1 - other.high, 8);
        expect(one.high).toBeCloseTo(1 - other.low, 8);
        expect(one.low - 1e-12).toBeLessThanOrEqual(one.estimate ?? -1);
        expect(one.high + 1e-12).toBeGreaterThanOrEqual(one.estimate ?? 2);
      }),
      options,
    );
  });

  test("is the same kept while streaming, in any order", () => {
    fc.assert(
      fc.property(clusters, (seen) => {
        const totals = new ClusterTotals();
        for (const one of seen.toReversed()) totals.add(one);
        expect(clusterSe(totals)).toEqual(clusterSe(seen));
      }),
      options,
    );
  });

  test("without clusters, with one, and when all or none match", () => {
    expect(clusterSe([])).toMatchObject({ estimate: null, se: null, low: 0, high: 1 });
    expect(clusterSe([{ matches: 40, size: 40 }])).toMatchObject({ estimate: 1, se: null, adjusted: 1, high: 1 });
    const all = clusterSe(new Array<Cluster>(10).fill({ matches: 50, size: 50 }));
    // Ten clusters that agree are ten votes, however many decisions they hold.
    expect(all).toMatchObject({ estimate: 1, se: 0, adjusted: 10, low: 0.025 ** 0.1 });
    expect(clusterSe(new Array<Cluster>(10).fill({ matches: 0, size: 50 })).low).toBe(0);
  });

  test.each([
    { matches: 3, size: 2 },
    { matches: 0, size: 0 },
    { matches: 0.5, size: 1 },
    { matches: -1, size: 1 },
  ])("refuses %o", (broken) => {
    expect(() => clusterSe([broken])).toThrow(RangeError);
    expect(() => iccAnova([broken])).toThrow(RangeError);
  });
});

describe("likeness inside clusters", () => {
  test("is 1 when clusters hold one kind only, and unknown for single decisions or equal ones", () => {
    expect(
      iccAnova([
        { matches: 4, size: 4 },
        { matches: 0, size: 4 },
      ]).icc,
    ).toBeCloseTo(1, 12);
    expect(
      iccAnova([
        { matches: 1, size: 1 },
        { matches: 0, size: 1 },
      ]).icc,
    ).toBeNull();
    expect(
      iccAnova([
        { matches: 4, size: 4 },
        { matches: 3, size: 3 },
      ]).icc,
    ).toBeNull();
    expect(iccAnova([]).effective).toBeNull();
  });

  test("never makes more of the decisions than there are", () => {
    fc.assert(
      fc.property(clusters, (seen) => {
        const size = seen.reduce((sum, one) => sum + one.size, 0);
        expect(iccAnova(seen).effective ?? 0).toBeLessThanOrEqual(size * (1 + 1e-12));
      }),
      options,
    );
  });
});

describe("drawing clusters again", () => {
  const seen = [
    { matches: 3, size: 3 },
    { matches: 1, size: 4 },
    { matches: 5, size: 5 },
    { matches: 2, size: 3 },
  ];

  test("gives the same numbers for the same seed and near ones for another", () => {
    const [one, again, other] = [7, 7, 8].map((seed) => clusterBootstrap(seen, { seed }));
    expect([again?.mean, again?.se, again?.low, again?.high]).toEqual([one?.mean, one?.se, one?.low, one?.high]);
    expect(other?.mean).not.toBe(one?.mean);
    expect(other?.mean).toBeCloseTo(one?.mean ?? 0, 2);
  });

  test("has nothing to draw without clusters, and refuses too few draws or a seed that is none", () => {
    expect(clusterBootstrap([], { seed: 1 })).toBeNull();
    expect(() => clusterBootstrap(seen, { seed: 1, resamples: 10 })).toThrow(RangeError);
    expect(() => clusterBootstrap(seen, { seed: 0.5 })).toThrow(RangeError);
  });
});
