import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shareOf } from "../criteria/evidenceOf.ts";
import { ShareCount, type ShareOptions } from "./shareCount.ts";

const lines = [0.5, 0.9].map((line) => ({ line, alpha: 0.05 }));
const cases = fc
  .tuple(
    fc.constantFrom(1, 1, 1, 2, 3, 8),
    fc.constantFrom(0.3, 0.9, 1),
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  )
  .map(([size, rate, dice]) => Array.from({ length: size }, () => (dice.next().value as number) < rate));
const clusters = fc.array(cases, { minLength: 1, maxLength: 80, size: "max" });
const repeat = (hits: readonly boolean[], k: number) => hits.flatMap((hit) => Array.from({ length: k }, () => hit));
const numbersIn = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [value];
const some: readonly (readonly boolean[])[] = [
  [true],
  [true, true, false],
  [false],
  Array.from({ length: 8 }, (_, i) => i > 1),
  [true, false],
];

describe("the range", () => {
  test("holds the share seen, also where its ends have passed each other, and they are told", () => {
    fc.assert(
      fc.property(clusters, fc.boolean(), (given, turned) => {
        // A stretch of hits and then of misses makes ends pass.
        const stream = turned
          ? [...given.map((hits) => hits.map(() => true)), ...given, ...given.map((hits) => hits.map(() => false))]
          : given;
        const { low, high, rate } = shareOf(stream, { lines });
        expect([low <= high, low <= (rate ?? 0), (rate ?? 1) <= high, low >= 0, high <= 1]).toEqual(Array(5).fill(true));
      }),
      { seed: 1, numRuns: 150 },
    );
    const crossed = shareOf(
      Array.from({ length: 2200 }, (_, i) => [i < 200]),
      { lines },
    );
    expect(crossed).toMatchObject({ contradicts: true, rate: 200 / 2200, low: 200 / 2200 });
    // The best lower end of all looks, which the 200 hits gave.
    expect(crossed.high).toBeGreaterThan(0.95);
  });

  test("is [0, 1] without cases", () => {
    expect(shareOf([], { lines })).toMatchObject({
      k: 0,
      n: 0,
      clusters: 0,
      rate: null,
      low: 0,
      high: 1,
      contradicts: false,
      most: 0,
    });
  });
});

describe("what a cluster is worth", () => {
  test("repeating every decision changes nothing but the plain counts", () => {
    fc.assert(
      fc.property(clusters, fc.constantFrom(2, 3, 7), fc.constantFrom(8, 20), (given, k, most) => {
        const once = shareOf(given, { lines, most });
        const often = shareOf(
          given.map((hits) => repeat(hits, k)),
          { lines, most: most * k },
        );
        expect([often.k, often.n, often.clusters, often.most]).toEqual([once.k * k, once.n * k, once.clusters, once.most * k]);
        for (const key of ["low", "high", "rate"] as const) expect(often[key]).toBeCloseTo(once[key] ?? Number.NaN, 12);
        for (const [at, { above, below, now }] of once.lines.entries()) {
          expect(often.lines[at]?.above).toBeCloseTo(above, 9);
          expect(often.lines[at]?.below).toBeCloseTo(below, 9);
          expect(often.lines[at]?.now).toBeCloseTo(now, 9);
        }
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("a cluster without a decision of this share is none, however many others it holds", () => {
    const count = new ShareCount({ lines });
    for (let i = 0; i < 50; i++) {
      count.close(9);
      count.add(true);
      count.close(9);
    }
    const plain = Array.from({ length: 50 }, () => [true]);
    expect(count.evidence()).toEqual(shareOf(plain, { lines, most: 9 }));
  });

  test("cases aside give no evidence, but the range holds the share of all", () => {
    const count = new ShareCount({ lines });
    for (let i = 0; i < 100; i++) {
      count.add(true);
      count.close();
    }
    const before = count.evidence();
    for (let i = 0; i < 20; i++) count.aside(i === 0);
    const after = count.evidence();
    expect([before.n, before.rate, after.n, after.k, after.rate, after.clusters]).toEqual([100, 1, 120, 101, 101 / 120, 100]);
    expect(after.low).toBeLessThanOrEqual(101 / 120);
    expect(after.lines.map(({ above, now }) => [above, now])).toEqual(before.lines.map(({ above, now }) => [above, now]));
    // So what was shown no longer opens a gate at nine in ten.
    expect([before.low >= 0.9, after.low >= 0.9]).toEqual([true, false]);
    // Nothing but cases aside: there is a share, and no evidence.
    const only = new ShareCount({ lines });
    only.aside(true, 3);
    only.aside(false, 1);
    expect(only.evidence()).toMatchObject({ k: 1, n: 2, rate: 0.75, low: 0, high: 1, clusters: 0 });
  });
});

describe("a cap on what a cluster may count for", () => {
  test("above every size changes neither range, rate nor evidence", () => {
    fc.assert(
      fc.property(clusters, fc.constantFrom(8, 9, 1000), (given, cap) => {
        const { effective: _, oneLook: __, ...capped } = shareOf(given, { lines, cap });
        const { effective: ___, oneLook: ____, ...plain } = shareOf(given, { lines });
        expect(capped).toEqual(plain);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test("leaves a larger cluster its rate: as if it were so many cases, in fractions", () => {
    // 6 of 8 count as 1.5 of 2; 2 of 3 as 1.33 of 2; the plain counts stand beside.
    const found = shareOf(some, { lines, cap: 2 });
    expect(found).toMatchObject({ k: 10, n: 15, clusters: 5, most: 2 });
    expect(found.rate).toBeCloseTo((1 + 4 / 3 + 0 + 1.5 + 1) / (1 + 2 + 1 + 2 + 2), 12);
    const alike = (size: number) =>
      shareOf([[true], repeat([true], size), [false], repeat([false], size), [true]], { lines, cap: 2 });
    const { low, high, rate } = alike(2);
    expect([alike(50).low, alike(50).high, alike(50).rate]).toEqual([low, high, rate]);
  });

  test("of one is the mean of the clusters' own rates, each cluster a vote of one size", () => {
    fc.assert(
      fc.property(clusters, (given) => {
        const found = shareOf(given, { lines, cap: 1 });
        const rates = given.map((hits) => hits.filter(Boolean).length / hits.length);
        expect(found.most).toBe(1);
        expect(found.rate).toBeCloseTo(rates.reduce((sum, rate) => sum + rate, 0) / rates.length, 12);
        // However large they were.
        const often = shareOf(
          given.map((hits, at) => repeat(hits, 1 + (at % 4))),
          { lines, cap: 1 },
        );
        for (const end of ["low", "high"] as const) expect(often[end]).toBeCloseTo(found[end], 12);
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});

test("a copy goes on by itself, the open cluster included", () => {
  fc.assert(
    fc.property(
      clusters,
      clusters,
      fc.constantFrom<ShareOptions>({ lines }, { lines, cap: 2 }, { lines, weighted: true }),
      (before, after, options) => {
        const [count, other] = [new ShareCount(options), new ShareCount(options)];
        const take = (to: ShareCount, given: readonly (readonly boolean[])[]) => {
          for (const hits of given) {
            for (const hit of hits) to.add(hit, options.weighted === true ? 1 + (hits.length % 3) : 1);
            to.close(32);
          }
        };
        for (const to of [count, other]) {
          take(to, before);
          to.aside(false);
          to.add(true);
        }
        const copy = count.clone();
        take(count, [[false], ...after.toReversed()]);
        for (const to of [copy, other]) take(to, after);
        expect(copy.evidence()).toEqual(other.evidence());
      },
    ),
    { seed: 5, numRuns: 60 },
  );
});

test("every number is one that JSON has a word for", () => {
  const edges = [0, 0.5, 1].map((line) => ({ line, alpha: 0.05 }));
  for (const given of [
    [],
    [[true]],
    [[false]],
    some,
    Array.from({ length: 500 }, () => [true]),
    Array.from({ length: 500 }, () => [false, false]),
  ]) {
    for (const options of [{}, { most: 100 }, { cap: 1 }, { weighted: true }]) {
      const found = shareOf(given, { lines: edges, ...options });
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      for (const value of numbersIn(found)) if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
    }
  }
});
