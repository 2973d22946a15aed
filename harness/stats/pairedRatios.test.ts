import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covariance, mean, variance } from "./moments.ts";
import { normalQuantile } from "./normalQuantile.ts";
import { pairedRatios, type RatioPair } from "./pairedRatios.ts";
import { tQuantile } from "./tQuantile.ts";

const part = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 6 }))
  .map(([share, size]) => ({ hits: share * size, size }));
const pair = fc.record({ first: part, second: part, times: fc.integer({ min: 1, max: 3 }) });
const options = { seed: 31, numRuns: 300 };
const one = (first: number, second: number): RatioPair => ({
  first: { hits: first, size: 1 },
  second: { hits: second, size: 1 },
  times: 1,
});

describe("two shares of the same clusters", () => {
  test("with one case in each cluster it is the paired t interval, and the log-delta ratio", () => {
    const values = fc.array(
      fc.tuple(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true })),
      { minLength: 2, maxLength: 30 },
    );
    fc.assert(
      fc.property(values, (drawn) => {
        const [a, b] = [drawn.map(([x]) => x), drawn.map(([, y]) => y)];
        const n = drawn.length;
        const found = pairedRatios(drawn.map(([x, y]) => one(x, y)));
        const se = Math.sqrt(variance(a.map((x, at) => x - (b[at] ?? 0))) / n);
        expect(found.difference?.se).toBeCloseTo(se, 10);
        expect(found.difference?.interval.high).toBeCloseTo(mean(a) - mean(b) + tQuantile(0.975, n - 1) * se, 8);
        const [p, q] = [mean(a), mean(b)];
        const spread = variance(a) / p ** 2 + variance(b) / q ** 2 - (2 * covariance(a, b)) / (p * q);
        const factor = Math.exp(normalQuantile(0.975) * Math.sqrt(Math.max(0, spread) / n));
        expect((found.ratio?.interval.high ?? 0) / ((p / q) * factor)).toBeCloseTo(1, 6);
      }),
      options,
    );
  });

  test("swapping the two turns the difference round and the ratio over", () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 20 }), (pairs) => {
        const [found, turned] = [
          pairedRatios(pairs),
          pairedRatios(pairs.map(({ first, second, times }) => ({ first: second, second: first, times }))),
        ];
        expect(turned.difference?.estimate).toBeCloseTo(-(found.difference?.estimate ?? 9), 12);
        expect(turned.difference?.interval.low).toBeCloseTo(-(found.difference?.interval.high ?? 9), 10);
        if (found.ratio !== null) expect((turned.ratio?.interval.low ?? 0) * found.ratio.interval.high).toBeCloseTo(1, 6);
      }),
      options,
    );
  });

  test("clusters that came out alike count as often as they are, and the unit of size decides nothing", () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 12 }), (pairs) => {
        const single = pairs.flatMap((each) => new Array<RatioPair>(each.times).fill({ ...each, times: 1 }));
        const halves = pairs.map(({ first, second, times }) => ({
          first: { hits: first.hits / 2, size: first.size / 2 },
          second,
          times,
        }));
        for (const others of [single, halves]) {
          const [found, other] = [pairedRatios(pairs), pairedRatios(others)];
          expect(other.clusters).toBe(found.clusters);
          expect(other.difference?.se).toBeCloseTo(found.difference?.se ?? 9, 12);
        }
      }),
      options,
    );
  });

  test("a cluster whose cases are repeated inside it does not narrow the range", () => {
    const pairs = [one(1, 1), one(0, 1), one(1, 0), one(1, 1)];
    const swollen = pairs.map(({ first, second }) => ({
      first: { hits: first.hits * 9, size: 9 },
      second: { hits: second.hits * 9, size: 9 },
      times: 1,
    }));
    expect(pairedRatios(swollen).difference?.se).toBeCloseTo(pairedRatios(pairs).difference?.se ?? 9, 12);
  });

  test("says nothing where there is nothing to say", () => {
    expect(pairedRatios([])).toEqual({ clusters: 0, first: null, second: null, difference: null, ratio: null });
    expect(pairedRatios([one(1, 0)])).toMatchObject({ clusters: 1, first: 1, second: 0, difference: null, ratio: null });
    expect(pairedRatios([one(0, 1), one(0, 1)])).toMatchObject({ difference: { estimate: -1, se: 0 }, ratio: null });
    const absent = { hits: 0, size: 0 };
    expect(pairedRatios([{ first: absent, second: { hits: 1, size: 1 }, times: 2 }])).toMatchObject({
      first: null,
      second: 1,
      difference: null,
    });
    expect(() => pairedRatios([{ first: { hits: 2, size: 1 }, second: absent, times: 1 }])).toThrow(RangeError);
    expect(() => pairedRatios([{ first: absent, second: absent, times: 0 }])).toThrow(RangeError);
  });
});
