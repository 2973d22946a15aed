import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csBernoulli } from "./csBernoulli.ts";
import { eBernoulli } from "./eBernoulli.ts";
import { eBernoulliDemote } from "./eBernoulliDemote.ts";
import { RateBounds, type RateBoundsOptions, type WholeCluster } from "./rateBounds.ts";
import { reach } from "./reach.ts";

const LEVEL = Math.log(20);

/** By default no cluster can weigh more than the largest of them does. */
function boundsOf(
  clusters: readonly WholeCluster[],
  { most, ...options }: RateBoundsOptions & { readonly most?: number } = {},
): RateBounds {
  const bounds = new RateBounds(options);
  const largest = most ?? Math.max(0, ...clusters.map(({ size }) => size));
  for (const cluster of clusters) bounds.add({ most: largest, ...cluster });
  return bounds;
}

const lone = (hit: boolean): WholeCluster => ({ hits: hit ? 1 : 0, size: 1 });
const times = ({ hits, size }: WholeCluster, k: number): WholeCluster => ({ hits: hits * k, size: size * k });

/** Hits at some rate, so that the bounds get somewhere. */
const hits = (maxLength: number) =>
  fc
    .tuple(
      fc.constantFrom(0.1, 0.5, 0.9, 0.97, 1),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength, size: "max" }),
    )
    .map(([rate, draws]) => draws.map((drawn) => drawn < rate));
const cluster = fc
  .tuple(fc.constantFrom(1, 1, 1, 2, 3, 8), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([size, share]): WholeCluster => ({ hits: Math.min(size, Math.round(share * 1.3 * size)), size }));
const clusters = fc.array(cluster, { minLength: 1, maxLength: 90, size: "max" });

/** Looks as they are promised: each of the first 32 clusters, then each 3 % more. */
function scheduled(n: number): number[] {
  const looks: number[] = [];
  for (let next = 1; next <= n; next = next < 32 ? next + 1 : Math.ceil(next * 1.03)) looks.push(next);
  return looks;
}

describe("lone cases", () => {
  test("have the best bounds of the confidence sequence at the looks, and at the present moment", () => {
    fc.assert(
      fc.property(hits(200), (path) => {
        const bounds = boundsOf(path.map(lone));
        const at = (n: number) => {
          const matches = path.slice(0, n).filter(Boolean).length;
          return csBernoulli(matches, n - matches);
        };
        const best = (looks: readonly number[]) => ({
          low: Math.max(0, ...looks.map((n) => at(n).low)),
          high: Math.min(1, ...looks.map((n) => at(n).high)),
        });
        const looks = scheduled(path.length);
        for (const [found, wanted] of [
          [bounds.bounds(false), best(looks)],
          [bounds.bounds(true), best([...looks, path.length])],
          [bounds.latest(), at(path.length)],
        ] as const) {
          expect(found.low).toBeCloseTo(wanted.low, 12);
          expect(found.high).toBeCloseTo(wanted.high, 12);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("78 matches of 78 are the first to show 95 %, and 77 are one too few", () => {
    const low = (n: number) => boundsOf(Array.from({ length: n }, () => lone(true))).bounds(true).low;
    expect([low(77) < 0.95, low(78) >= 0.95]).toEqual([true, true]);
  });

  test("the evidence at a line is that of the e-process, and reaches its level where a bound reaches the line", () => {
    fc.assert(
      fc.property(hits(150), fc.constantFrom(0.5, 0.9, 0.95), (path, line) => {
        const bounds = boundsOf(path.map(lone), { lines: [0.2, line] });
        const [, found] = bounds.lines(true);
        const matches = path.filter(Boolean).length;
        const counts = { matches, misses: path.length - matches, share: line };
        expect(found?.line).toBe(line);
        expect(found?.above.now).toBeCloseTo(eBernoulli(counts), 9);
        expect(found?.below.now).toBeCloseTo(eBernoulliDemote(counts), 9);
        for (const latest of [true, false]) {
          const { low, high } = bounds.bounds(latest);
          const { above, below } = bounds.lines(latest)[1] ?? expect.fail("no line");
          expect(above.best >= LEVEL).toBe(low >= line);
          expect(below.best >= LEVEL).toBe(high <= line);
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test("before the first there is nothing; none and all", () => {
    const nothing = new RateBounds({ lines: [0.5] });
    expect(nothing.bounds(true)).toEqual({ low: 0, high: 1 });
    expect([nothing.rate, nothing.clusters, nothing.size]).toEqual([null, 0, 0]);
    expect(nothing.lines(true)).toEqual([{ line: 0.5, above: { best: 0, now: 0 }, below: { best: 0, now: 0 } }]);
    expect(boundsOf(Array.from({ length: 50 }, () => lone(false))).bounds(true).low).toBe(0);
    expect(boundsOf(Array.from({ length: 50 }, () => lone(true))).bounds(true).high).toBe(1);
    const [all, none] = boundsOf([lone(false), lone(true)], { lines: [0, 1] }).lines(true);
    expect([all?.above.now, none?.below.now]).toEqual([Infinity, Infinity]);
  });
});

describe("whole clusters", () => {
  /** What one cluster may bring, and with which chance. */
  interface Kind extends WholeCluster {
    readonly chance: number;
  }
  const rateOf = (kinds: readonly Kind[]) =>
    kinds.reduce((sum, { hits: k, chance }) => sum + k * chance, 0) /
    kinds.reduce((sum, { size, chance }) => sum + size * chance, 0);

  /** The exact chance that one end is ever wrong in the first `clusters`, looked at after each of them: every order of kinds is followed until it errs. */
  function chanceOfError(
    kinds: readonly Kind[],
    clusters: number,
    mostOf?: (kind: Kind) => number,
  ): { low: number; high: number } {
    const rate = rateOf(kinds);
    const largest = Math.max(...kinds.map(({ size }) => size));
    const chanceAt = (side: "above" | "below") => {
      const follow = (bounds: RateBounds, left: number): number => {
        if ((bounds.lines(true)[0]?.[side].now ?? 0) >= LEVEL) return 1;
        if (left === 0) return 0;
        return kinds.reduce((sum, kind) => {
          const next = bounds.clone();
          next.add({ ...kind, most: mostOf?.(kind) ?? largest });
          return sum + kind.chance * follow(next, left - 1);
        }, 0);
      };
      return follow(new RateBounds({ lines: [rate] }), clusters);
    };
    return { low: chanceAt("above"), high: chanceAt("below") };
  }
  const kind = (hits: number, size: number, chance: number): Kind => ({ hits, size, chance });

  test.each<{ name: string; kinds: readonly Kind[] }>([
    { name: "lone cases, rarely right", kinds: [kind(1, 1, 0.2), kind(0, 1, 0.8)] },
    { name: "lone cases, as often right as wrong", kinds: [kind(1, 1, 0.5), kind(0, 1, 0.5)] },
    { name: "pairs that go together", kinds: [kind(2, 2, 0.25), kind(0, 2, 0.75)] },
    { name: "pairs, some mixed", kinds: [kind(2, 2, 0.15), kind(1, 2, 0.2), kind(0, 2, 0.65)] },
    { name: "pairs that are mostly right", kinds: [kind(2, 2, 0.7), kind(1, 2, 0.1), kind(0, 2, 0.2)] },
    { name: "small ones right, large ones wrong", kinds: [kind(1, 1, 0.4), kind(0, 2, 0.6)] },
    { name: "large ones right, small ones wrong", kinds: [kind(4, 4, 0.2), kind(0, 1, 0.8)] },
    { name: "large ones half right", kinds: [kind(1, 1, 0.3), kind(2, 3, 0.1), kind(0, 3, 0.6)] },
  ])("neither end errs in more than 5 % of streams: $name", ({ kinds }) => {
    const { low, high } = chanceOfError(kinds, kinds.length === 2 ? 9 : 7);
    expect(low).toBeLessThanOrEqual(0.05);
    expect(high).toBeLessThanOrEqual(0.05);
    // That it errs at all is what makes this a test.
    expect(low + high).toBeGreaterThan(0);
  });

  test("with each cluster as one whole vote, however small, it would err far more often", () => {
    const rareAndWrong = [kind(1, 1, 0.8), kind(0, 4, 0.2)];
    expect(chanceOfError(rareAndWrong, 9).low).toBeLessThanOrEqual(0.05);
    expect(chanceOfError(rareAndWrong, 9, ({ size }) => size).low).toBeGreaterThan(0.2);
  });

  test("counting the decisions of clusters as cases would err far more often", () => {
    const rate = 0.25;
    const follow = (matches: number, misses: number, left: number): number => {
      if (eBernoulli({ matches, misses, share: rate }) >= LEVEL) return 1;
      return left === 0 ? 0 : rate * follow(matches + 4, misses, left - 1) + (1 - rate) * follow(matches, misses + 4, left - 1);
    };
    expect(follow(0, 0, 9)).toBeGreaterThan(0.2);
    expect(chanceOfError([kind(4, 4, rate), kind(0, 4, 1 - rate)], 9).low).toBeLessThanOrEqual(0.05);
  });

  test("repeating every decision of every cluster changes nothing", () => {
    fc.assert(
      fc.property(clusters, fc.constantFrom(2, 3, 10), fc.constantFrom(8, 20), (some, k, most) => {
        const lines = [0.5, 0.9];
        const often = boundsOf(
          some.map((one) => times(one, k)),
          { lines, most: most * k },
        );
        const once = boundsOf(some, { lines, most });
        for (const latest of [true, false]) {
          const [a, b] = [once.bounds(latest), often.bounds(latest)];
          expect(b.low).toBeCloseTo(a.low, 12);
          expect(b.high).toBeCloseTo(a.high, 12);
          for (const [i, { above, below }] of once.lines(latest).entries()) {
            expect(often.lines(latest)[i]?.above.best).toBeCloseTo(above.best, 9);
            expect(often.lines(latest)[i]?.below.best).toBeCloseTo(below.best, 9);
          }
        }
        expect(often.rate).toBeCloseTo(once.rate ?? Number.NaN, 12);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  test("however often the decisions of one cluster are repeated, it is one vote", () => {
    fc.assert(
      fc.property(clusters, fc.nat(), fc.integer({ min: 2, max: 50 }), fc.constantFrom(0.3, 0.8, 0.95), (some, seed, k, line) => {
        const at = seed % some.length;
        const repeated = some.with(at, times(some[at] as WholeCluster, k));
        const most = Math.max(...repeated.map(({ size }) => size));
        const often = boundsOf(repeated, { lines: [line], most });
        const cast = often.votes().map(([, size, seen]) => [size, size * seen] as const);
        for (const [size] of cast) expect(size).toBeLessThanOrEqual(1);
        expect(cast.reduce((sum, [, votes]) => sum + votes, 0)).toBeLessThanOrEqual(some.length + 1e-9);
        // So it says no more than the others could come to with one more vote, whatever that is.
        const left = reach(boundsOf(some.toSpliced(at, 1), { most }), line, 1);
        const [{ above, below } = expect.fail("no line")] = often.lines(true);
        expect(above.now).toBeLessThanOrEqual(left.above + 1e-9);
        expect(below.now).toBeLessThanOrEqual(left.below + 1e-9);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  /**
   * Where all say the same, a repeated cluster only makes the votes of the others smaller. Elsewhere it may narrow: the rate is per decision,
   * so that repeating moves the rate itself, and a small cluster that is repeated counts for more until it is the largest.
   */
  test("where all say the same, repeating the largest of them never narrows", () => {
    const alike = fc.array(fc.constantFrom(1, 1, 2, 5), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(alike, fc.boolean(), fc.integer({ min: 2, max: 50 }), (sizes, hit, k) => {
        const some = sizes.map((size): WholeCluster => ({ hits: hit ? size : 0, size }));
        const at = some.findIndex(({ size }) => size === Math.max(...sizes));
        const [once, often] = [boundsOf(some), boundsOf(some.with(at, times(some[at] as WholeCluster, k)))];
        for (const latest of [true, false]) {
          expect(often.bounds(latest).low).toBeLessThanOrEqual(once.bounds(latest).low + 1e-12);
          expect(often.bounds(latest).high).toBeGreaterThanOrEqual(once.bounds(latest).high - 1e-12);
        }
      }),
      { seed: 14, numRuns: 200 },
    );
  });

  test("a vote is the part of the most that a cluster can weigh, at the time it was seen", () => {
    const bounds = new RateBounds();
    for (const one of [lone(true), { hits: 1, size: 2 }, lone(false)]) bounds.add({ ...one, most: 4 });
    expect(bounds.votes()).toEqual([
      [0.25, 0.25, 1],
      [0, 0.25, 1],
      [0.25, 0.5, 1],
    ]);
    expect(bounds.votes(true)).toEqual([
      [0, 0.25, 1],
      [0.25, 0.25, 1],
      [0.25, 0.5, 1],
    ]);
    // A later night knows of larger ones; what was seen before keeps its weight.
    bounds.add({ hits: 5, size: 5, most: 10 });
    expect([bounds.size, bounds.rate]).toEqual([9, 7 / 9]);
    expect(bounds.votes()).toContainEqual([0.5, 0.5, 1]);
    expect(bounds.votes()).toContainEqual([0.25, 0.25, 1]);
    // That clusters may be larger makes the same cases less sure, at either end.
    const plain = boundsOf(Array.from({ length: 78 }, () => lone(true)));
    const unsure = boundsOf(
      Array.from({ length: 78 }, () => lone(true)),
      { most: 3 },
    );
    expect([plain.bounds(true).low >= 0.95, unsure.bounds(true).low < 0.9]).toEqual([true, true]);
  });

  test("in another order the present moment shows the same", () => {
    fc.assert(
      fc.property(clusters, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (some, draws) => {
        const mixed = some
          .map((one) => ({ one, key: draws.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const [a, b] = [boundsOf(some).latest(), boundsOf(mixed).latest()];
        expect(b.low).toBeCloseTo(a.low, 12);
        expect(b.high).toBeCloseTo(a.high, 12);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

test("a hit that turns into a miss moves no end up, nor does one miss more, in any order and any clusters", () => {
  fc.assert(
    fc.property(clusters, fc.nat(), (some, seed) => {
      const at = seed % some.length;
      const { hits: k, size } = some[at] as WholeCluster;
      const most = 9;
      const better = boundsOf(some, { most });
      const others: WholeCluster[] = [{ hits: k, size: size + 1 }, ...(k > 0 ? [{ hits: k - 1, size }] : [])];
      for (const other of others) {
        const worse = boundsOf(some.with(at, other), { most });
        for (const latest of [true, false]) {
          expect(worse.bounds(latest).low).toBeLessThanOrEqual(better.bounds(latest).low + 1e-12);
          expect(worse.bounds(latest).high).toBeLessThanOrEqual(better.bounds(latest).high + 1e-12);
        }
      }
    }),
    { seed: 6, numRuns: 150 },
  );
});

describe("weights", () => {
  const weighted = (hit: boolean, weight: number): WholeCluster => ({ hits: hit ? weight : 0, size: weight });

  test("all equal change nothing, and doubling all of them changes nothing", () => {
    fc.assert(
      fc.property(clusters, fc.constantFrom(0.25, 1, 2, 3, 7.5), (some, weight) => {
        const plain = boundsOf(some).bounds(true);
        const heavy = boundsOf(some.map((one) => times(one, weight))).bounds(true);
        expect(heavy.low).toBeCloseTo(plain.low, 12);
        expect(heavy.high).toBeCloseTo(plain.high, 12);
      }),
      { seed: 7, numRuns: 100 },
    );
    fc.assert(
      fc.property(hits(100), fc.array(fc.constantFrom(0.5, 1, 4), { minLength: 100, maxLength: 100 }), (path, weights) => {
        const by = (factor: number) => boundsOf(path.map((hit, i) => weighted(hit, factor * (weights[i] as number))));
        expect(by(2).bounds(true)).toEqual(by(1).bounds(true));
        expect(by(2).rate).toBe(by(1).rate);
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  test("the rate is by weight, and the range holds it", () => {
    const some = [
      ...Array.from({ length: 60 }, () => weighted(true, 1)),
      ...Array.from({ length: 20 }, () => weighted(false, 3)),
    ];
    const bounds = boundsOf(some);
    expect(bounds.rate).toBe(0.5);
    const { low, high } = bounds.latest();
    expect(low < 0.5 && high > 0.5).toBe(true);
    expect(low > csBernoulli(20, 20).low && high < csBernoulli(20, 20).high).toBe(true);
  });
});

test("a copy goes on by itself, and so does what it was copied from", () => {
  fc.assert(
    fc.property(clusters, clusters, clusters, (before, here, there) => {
      const options = { lines: [0.5, 0.95], most: 8 };
      const bounds = boundsOf(before, options);
      const copy = bounds.clone();
      for (const one of here) bounds.add({ ...one, most: 8 });
      for (const one of there) copy.add({ ...one, most: 8 });
      for (const [found, path] of [
        [bounds, [...before, ...here]],
        [copy, [...before, ...there]],
      ] as const) {
        const wanted = boundsOf(path, options);
        for (const latest of [true, false]) {
          expect(found.bounds(latest)).toEqual(wanted.bounds(latest));
          expect(found.lines(latest)).toEqual(wanted.lines(latest));
        }
        expect([found.rate, found.clusters, found.size]).toEqual([wanted.rate, wanted.clusters, wanted.size]);
        expect([found.votes(), found.votes(true)]).toEqual([wanted.votes(), wanted.votes(true)]);
      }
    }),
    { seed: 10, numRuns: 100 },
  );
});

test("ends that pass each other are left as they are: an early stretch that the rest does not bear out", () => {
  const stream = (luck: number, misses: number) => boundsOf(Array.from({ length: luck + misses }, (_, i) => lone(i < luck)));
  // The best lower end stays, also when the rate falls out of it; the present moment is told apart.
  const found = stream(80, 5);
  expect(found.bounds(true).low).toBeGreaterThan(found.rate ?? 1);
  expect(found.latest().low).toBeLessThan(found.rate ?? 0);
  const crossed = stream(200, 2000).bounds(true);
  expect(crossed.low).toBeGreaterThan(crossed.high);
});

test("what is no cluster, size, level or line is refused", () => {
  const bounds = new RateBounds();
  const wrong: WholeCluster[] = [
    { hits: 0, size: 0 },
    { hits: 2, size: 1 },
    { hits: -1, size: 1 },
    { hits: 1, size: 2 },
    { hits: 1, size: 3, most: 2 },
    { hits: 1, size: 1, most: Infinity },
    { hits: 1, size: 1, most: Number.NaN },
    { hits: Number.NaN, size: 1 },
    { hits: 1, size: Number.NaN },
  ];
  for (const one of wrong) expect(() => bounds.add(one), JSON.stringify(one)).toThrow(RangeError);
  expect([bounds.clusters, bounds.size]).toEqual([0, 0]);
  // Sums of weights may differ from their bound in the last bit.
  expect(() => bounds.add({ hits: 0.1 + 0.2, size: 0.1 + 0.2, most: 0.3 })).not.toThrow();
  expect(bounds.votes()).toEqual([[1, 1, 1]]);
  for (const alpha of [0, 1, -1, Number.NaN]) expect(() => new RateBounds({ alpha })).toThrow(RangeError);
  for (const line of [-0.1, 1.1, Number.NaN]) expect(() => new RateBounds({ lines: [line] })).toThrow(RangeError);
});
