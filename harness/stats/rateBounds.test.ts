import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csBernoulli } from "./csBernoulli.ts";
import { eBernoulli } from "./eBernoulli.ts";
import { eBernoulliDemote } from "./eBernoulliDemote.ts";
import { RateBounds, type RateBoundsOptions, type WholeCluster } from "./rateBounds.ts";

const LEVEL = Math.log(20);

function boundsOf(clusters: Iterable<WholeCluster>, options?: RateBoundsOptions): RateBounds {
  const bounds = new RateBounds(options);
  for (const cluster of clusters) bounds.add(cluster);
  return bounds;
}

const lone = (hit: boolean): WholeCluster => ({ hits: hit ? 1 : 0, size: 1, cases: 1 });
const times = (cluster: WholeCluster, k: number): WholeCluster => ({
  hits: cluster.hits * k,
  size: cluster.size * k,
  cases: cluster.cases * k,
});

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
  .map(([cases, share]): WholeCluster => ({ hits: Math.min(cases, Math.round(share * 1.3 * cases)), size: cases, cases }));
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
      { seed: 1, numRuns: 150 },
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
    expect(nothing.bounds(true)).toEqual({ low: 0, high: 1, contradicts: false });
    expect([nothing.rate, nothing.clusters, nothing.cases, nothing.cap]).toEqual([null, 0, 0, 1]);
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

  /**
   * The exact chance that one end is ever wrong in the first `clusters`, looked at after each of them: every order of kinds is followed
   * until it errs. `first` is the first cluster, known beforehand, so that the cap is too.
   */
  function chanceOfError(kinds: readonly Kind[], clusters: number, first?: WholeCluster): { low: number; high: number } {
    const rate = rateOf(kinds);
    const chanceAt = (side: "above" | "below") => {
      const follow = (bounds: RateBounds, left: number): number => {
        if ((bounds.lines(true)[0]?.[side].now ?? 0) >= LEVEL) return 1;
        if (left === 0) return 0;
        return kinds.reduce((sum, kind) => {
          const next = bounds.clone();
          next.add(kind);
          return sum + kind.chance * follow(next, left - 1);
        }, 0);
      };
      return follow(boundsOf(first === undefined ? [] : [first], { lines: [rate] }), clusters);
    };
    return { low: chanceAt("above"), high: chanceAt("below") };
  }
  const kind = (k: number, size: number, chance: number): Kind => ({ hits: k, size, cases: size, chance });

  test.each<{ name: string; kinds: readonly Kind[]; first?: WholeCluster }>([
    { name: "lone cases, rarely right", kinds: [kind(1, 1, 0.2), kind(0, 1, 0.8)] },
    { name: "lone cases, as often right as wrong", kinds: [kind(1, 1, 0.5), kind(0, 1, 0.5)] },
    { name: "pairs that go together", kinds: [kind(2, 2, 0.25), kind(0, 2, 0.75)] },
    { name: "pairs, some mixed", kinds: [kind(2, 2, 0.15), kind(1, 2, 0.2), kind(0, 2, 0.65)] },
    { name: "pairs that are mostly right", kinds: [kind(2, 2, 0.7), kind(1, 2, 0.1), kind(0, 2, 0.2)] },
    // Clusters of several sizes: the first is a large one, so none of the first ten is larger than the cap.
    { name: "small ones right, large ones wrong", kinds: [kind(1, 1, 0.4), kind(0, 2, 0.6)], first: kind(0, 2, 1) },
    { name: "large ones right, small ones wrong", kinds: [kind(4, 4, 0.2), kind(0, 1, 0.8)], first: kind(0, 4, 1) },
    { name: "large ones half right", kinds: [kind(1, 1, 0.3), kind(1, 3, 0.4), kind(0, 3, 0.3)], first: kind(1, 3, 1) },
  ])("neither end errs in more than 5 % of streams: $name", ({ kinds, first }) => {
    const { low, high } = chanceOfError(kinds, kinds.length === 2 ? 9 : 7, first);
    expect(low).toBeLessThanOrEqual(0.05);
    expect(high).toBeLessThanOrEqual(0.05);
    // That it errs at all is what makes this a test.
    expect(low + high).toBeGreaterThan(0);
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
      fc.property(clusters, fc.constantFrom(2, 3, 10), (some, k) => {
        const options = { lines: [0.5, 0.9] };
        const [once, often] = [
          boundsOf(some, options),
          boundsOf(
            some.map((one) => times(one, k)),
            options,
          ),
        ];
        const [a, b] = [once.bounds(true), often.bounds(true)];
        expect(b.low).toBeCloseTo(a.low, 12);
        expect(b.high).toBeCloseTo(a.high, 12);
        expect(often.rate).toBeCloseTo(once.rate ?? Number.NaN, 12);
        for (const [i, { above, below }] of once.lines(true).entries()) {
          expect(often.lines(true)[i]?.above.best).toBeCloseTo(above.best, 9);
          expect(often.lines(true)[i]?.below.best).toBeCloseTo(below.best, 9);
        }
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  test("repeating the decisions of one cluster never makes it more than one vote", () => {
    fc.assert(
      fc.property(hits(120), fc.nat(), fc.integer({ min: 2, max: 50 }), (path, seed, k) => {
        const at = seed % path.length;
        const some = path.map(lone);
        const once = boundsOf(some);
        const often = boundsOf(some.with(at, times(some[at] as WholeCluster, k)));
        for (const misses of [true, false]) {
          const cast = often.votes(misses).reduce((sum, [, size, seen]) => sum + size * seen, 0);
          expect(cast).toBeLessThanOrEqual(path.length + 1e-9);
        }
        // What all the others say already it cannot say louder.
        if (path.every(Boolean)) expect(often.latest().low).toBeLessThanOrEqual(once.latest().low + 1e-12);
        // With nine before it, it is the one in ten that the cap leaves out, and changes nothing.
        if (at >= 9) expect(often.bounds(true)).toMatchObject({ low: once.bounds(true).low, high: once.bounds(true).high });
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  test("a cluster larger than the cap counts for as much as the cap; what is cut speaks for the claim", () => {
    const before = Array.from({ length: 20 }, () => lone(true));
    const then = (one: WholeCluster) => boundsOf([...before, one]);
    expect(then({ hits: 50, size: 50, cases: 50 }).latest()).toEqual(then(lone(true)).latest());
    expect(then({ hits: 0, size: 50, cases: 50 }).latest()).toEqual(then(lone(false)).latest());
    // One miss among fifty hits is a whole miss at the low end, and a whole hit at the high end.
    const mixed = then({ hits: 49, size: 50, cases: 50 }).latest();
    expect([mixed.low, mixed.high]).toEqual([then(lone(false)).latest().low, then(lone(true)).latest().high]);
    expect(then(lone(true)).cap).toBe(1);
  });

  test("in another order the present moment shows the same, as long as sizes are alike", () => {
    const alike = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 60, size: "max" });
    fc.assert(
      fc.property(alike, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (some, draws) => {
        const stream = some.map((k): WholeCluster => ({ hits: k, size: 3, cases: 3 }));
        const mixed = stream
          .map((one) => ({ one, key: draws.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const [a, b] = [boundsOf(stream).latest(), boundsOf(mixed).latest()];
        expect(b.low).toBeCloseTo(a.low, 12);
        expect(b.high).toBeCloseTo(a.high, 12);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

test("a hit that turns into a miss moves no end up, in any order and any clusters", () => {
  fc.assert(
    fc.property(clusters, fc.nat(), (some, seed) => {
      const at = seed % some.length;
      const one = some[at] as WholeCluster;
      fc.pre(one.hits > 0);
      const [better, worse] = [boundsOf(some), boundsOf(some.with(at, { ...one, hits: one.hits - 1 }))];
      for (const latest of [true, false]) {
        expect(worse.bounds(latest).low).toBeLessThanOrEqual(better.bounds(latest).low + 1e-12);
        expect(worse.bounds(latest).high).toBeLessThanOrEqual(better.bounds(latest).high + 1e-12);
      }
    }),
    { seed: 6, numRuns: 300 },
  );
});

describe("weights", () => {
  const weighted = (hit: boolean, weight: number): WholeCluster => ({ hits: hit ? weight : 0, size: weight, cases: 1 });

  test("all equal change nothing, and doubling all of them changes nothing", () => {
    fc.assert(
      fc.property(clusters, fc.constantFrom(0.25, 1, 2, 3, 7.5), (some, weight) => {
        const plain = boundsOf(some).bounds(true);
        const heavy = boundsOf(
          some.map((one) => ({ hits: one.hits * weight, size: one.size * weight, cases: one.cases })),
          { largestWeight: weight },
        ).bounds(true);
        expect(heavy.low).toBeCloseTo(plain.low, 12);
        expect(heavy.high).toBeCloseTo(plain.high, 12);
      }),
      { seed: 7, numRuns: 100 },
    );
    fc.assert(
      fc.property(hits(100), fc.array(fc.constantFrom(0.5, 1, 4), { minLength: 100, maxLength: 100 }), (path, weights) => {
        const by = (factor: number) =>
          boundsOf(
            path.map((hit, i) => weighted(hit, factor * (weights[i] as number))),
            { largestWeight: 4 * factor },
          );
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
    const bounds = boundsOf(some, { largestWeight: 3 });
    expect(bounds.rate).toBe(0.5);
    const { low, high } = bounds.latest();
    expect(low < 0.5 && high > 0.5).toBe(true);
    expect(low > csBernoulli(20, 20).low && high < csBernoulli(20, 20).high).toBe(true);
  });
});

test("a copy goes on by itself, and so does what it was copied from", () => {
  fc.assert(
    fc.property(clusters, clusters, clusters, (before, here, there) => {
      const options = { lines: [0.5, 0.95] };
      const bounds = boundsOf(before, options);
      const copy = bounds.clone();
      for (const one of here) bounds.add(one);
      for (const one of there) copy.add(one);
      for (const [found, path] of [
        [bounds, [...before, ...here]],
        [copy, [...before, ...there]],
      ] as const) {
        const wanted = boundsOf(path, options);
        for (const latest of [true, false]) {
          expect(found.bounds(latest)).toEqual(wanted.bounds(latest));
          expect(found.lines(latest)).toEqual(wanted.lines(latest));
        }
        expect([found.rate, found.clusters, found.cases, found.cap]).toEqual([
          wanted.rate,
          wanted.clusters,
          wanted.cases,
          wanted.cap,
        ]);
        expect([found.votes(), found.votes(true)]).toEqual([wanted.votes(), wanted.votes(true)]);
      }
    }),
    { seed: 10, numRuns: 100 },
  );
});

test("an early stretch that the rest does not bear out is a contradiction, and the present moment is told apart", () => {
  const stream = (luck: number, misses: number) => boundsOf(Array.from({ length: luck + misses }, (_, i) => lone(i < luck)));
  expect(stream(80, 4).bounds(true).contradicts).toBe(false);
  const found = stream(80, 5);
  expect(found.bounds(true)).toMatchObject({ contradicts: true });
  expect(found.bounds(true).low).toBeGreaterThan(found.rate ?? 1);
  expect(found.latest().low).toBeLessThan(found.rate ?? 0);
  // The other way round: misses first.
  expect(boundsOf(Array.from({ length: 90 }, (_, i) => lone(i >= 30))).bounds(true).contradicts).toBe(true);
  const crossed = stream(200, 2000).bounds(true);
  expect([crossed.low > crossed.high, crossed.contradicts]).toEqual([true, true]);
});

test("what is no cluster, weight, level or line is refused", () => {
  const bounds = new RateBounds();
  const wrong: WholeCluster[] = [
    { hits: 0, size: 0, cases: 1 },
    { hits: 2, size: 1, cases: 1 },
    { hits: -1, size: 1, cases: 1 },
    { hits: 1, size: 2, cases: 1 },
    { hits: 1, size: 1, cases: 0 },
    { hits: 1, size: 1, cases: 1.5 },
    { hits: Number.NaN, size: 1, cases: 1 },
    { hits: 1, size: Number.NaN, cases: 1 },
  ];
  for (const one of wrong) expect(() => bounds.add(one), JSON.stringify(one)).toThrow(RangeError);
  expect(bounds.clusters).toBe(0);
  for (const alpha of [0, 1, -1, Number.NaN]) expect(() => new RateBounds({ alpha })).toThrow(RangeError);
  for (const line of [-0.1, 1.1, Number.NaN]) expect(() => new RateBounds({ lines: [line] })).toThrow(RangeError);
  for (const largestWeight of [0, -1, Infinity, Number.NaN]) expect(() => new RateBounds({ largestWeight })).toThrow(RangeError);
});
