import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bayesBeta } from "./bayesBeta.ts";
import { clopperPearson } from "./clopperPearson.ts";
import { clusterSe } from "./clusterSe.ts";
import { csBernoulli } from "./csBernoulli.ts";
import { csRobbins } from "./csRobbins.ts";
import { csWithoutReplacement } from "./csWithoutReplacement.ts";
import { hedgedCs } from "./hedgedCs.ts";
import { jeffreys } from "./jeffreys.ts";
import { effectiveInterval } from "./kornGraubard.ts";
import { poststratified } from "./poststratified.ts";
import { quantileCi } from "./quantileCi.ts";
import { weightedMean } from "./weightedMean.ts";
import { wilson } from "./wilson.ts";
import { zeroFailureUpper } from "./zeroFailureUpper.ts";

const confidences = fc.double({ min: 0.5, max: 0.999, noNaN: true });

describe.each([
  ["wilson", (matches: number, n: number) => wilson(matches, n)],
  ["clopperPearson", (matches: number, n: number) => clopperPearson(matches, n)],
  ["jeffreys", (matches: number, n: number) => jeffreys(matches, n)],
  ["effectiveInterval", (matches: number, n: number) => effectiveInterval(n === 0 ? 0 : matches / n, n)],
  ["csBernoulli", (matches: number, n: number) => csBernoulli(matches, n - matches)],
  ["csRobbins", (matches: number, n: number) => csRobbins(matches, n - matches)],
  ["hedgedCs", (matches: number, n: number) => hedgedCs(Array.from({ length: n }, (_, i) => (i < matches ? 1 : 0)))],
])("%s at the edges", (_, interval) => {
  test("without cases says nothing", () => expect(interval(0, 0)).toEqual({ low: 0, high: 1 }));

  test("one case never settles it", () => {
    for (const matches of [0, 1]) {
      const { low, high } = interval(matches, 1);
      expect(high - low).toBeGreaterThan(0.7);
    }
  });

  test.each([30, 300])("none or all of %d leaves one end open and moves the other", (n) => {
    const [none, all] = [interval(0, n), interval(n, n)];
    expect([none.low, all.high]).toEqual([0, 1]);
    expect(none.high > 0 && none.high < 0.3).toBe(true);
    expect(all.low > 0.7 && all.low < 1).toBe(true);
  });
});

test("a belief without cases is its prior, and it never rules an edge out", () => {
  expect(bayesBeta(0, 0)).toMatchObject({ low: expect.closeTo(0.025, 12), high: expect.closeTo(0.975, 12), mean: 0.5 });
  expect(bayesBeta(50, 50).high).toBeLessThan(1);
});

describe("the confidence sequence, whose ends bet on different grids", () => {
  test("does not mirror, but either end may be turned round: it stays a bound no tighter than the exact one of one look", () => {
    const counts = fc.integer({ min: 1, max: 3000 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));
    fc.assert(
      fc.property(counts, confidences, ([matches, n], confidence) => {
        const [here, turned] = [
          csBernoulli(matches, n - matches, 1 - confidence),
          csBernoulli(n - matches, matches, 1 - confidence),
        ];
        const exact = {
          low: clopperPearson(matches, n, confidence, "lower").low,
          high: clopperPearson(matches, n, confidence, "upper").high,
        };
        for (const low of [here.low, 1 - turned.high]) expect(low).toBeLessThanOrEqual(exact.low + 1e-12);
        for (const high of [here.high, 1 - turned.low]) expect(high).toBeGreaterThanOrEqual(exact.high - 1e-12);
      }),
      { seed: 41, numRuns: 300 },
    );
    expect(csBernoulli(97, 3).low).not.toBeCloseTo(1 - csBernoulli(3, 97).high, 3);
  });
});

describe("the bounds of a dataset's total", () => {
  const drawn = fc.tuple(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), fc.nat(30));

  test("nest with the level, hold the projected total, and keep to what is still possible", () => {
    fc.assert(
      fc.property(drawn, confidences, confidences, ([outcomes, left], one, other) => {
        const cases = outcomes.length + left;
        const at = (confidence: number) => csWithoutReplacement(outcomes, cases, 1 - confidence);
        const [narrow, wide] = [at(Math.min(one, other)), at(Math.max(one, other))];
        for (const kind of ["latest", "best"] as const) {
          expect(wide[kind].low <= narrow[kind].low && narrow[kind].high <= wide[kind].high).toBe(true);
        }
        const matches = outcomes.filter(Boolean).length;
        const { low, high } = wide.latest;
        expect(low >= matches && high <= matches + left).toBe(true);
        const projected = (matches / outcomes.length) * cases;
        expect(low <= projected + 1e-9 && projected <= high + 1e-9).toBe(true);
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  test("mirror no more than the confidence sequence, yet both ends meet at the last case", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (outcomes) => {
        const total = outcomes.filter(Boolean).length;
        expect(csWithoutReplacement(outcomes, outcomes.length).best).toEqual({ low: total, high: total });
      }),
      { seed: 43, numRuns: 100 },
    );
  });
});

describe("clusters", () => {
  const cluster = fc.integer({ min: 1, max: 8 }).chain((size) => fc.record({ matches: fc.nat(size), size: fc.constant(size) }));
  const clusters = fc.array(cluster, { minLength: 1, maxLength: 15 });
  const inside = (seen: readonly { matches: number; size: number }[], k: number) =>
    seen.map(({ matches, size }) => ({ matches: matches * k, size: size * k }));

  test("repeating the decisions inside every cluster never narrows the range, unless the design effect is below 1", () => {
    fc.assert(
      fc.property(clusters, fc.integer({ min: 2, max: 6 }), confidences, (seen, k, confidence) => {
        const [once, often] = [clusterSe(seen, confidence), clusterSe(inside(seen, k), confidence)];
        fc.pre((once.designEffect ?? 1) >= 1);
        expect(often.low).toBeLessThanOrEqual(once.low + 1e-9);
        expect(often.high).toBeGreaterThanOrEqual(once.high - 1e-9);
      }),
      { seed: 44, numRuns: 500 },
    );
  });

  test("with a design effect below 1 the cap at n decisions is what holds the range, and repeating them lifts it, up to the variance", () => {
    // Conversations of two that match once each: more alike between clusters than strangers would be.
    const seen = Array.from({ length: 34 }, (_, at) => ({ matches: at < 30 ? 1 : 2, size: 2 }));
    const [once, often, endless] = [seen, inside(seen, 3), inside(seen, 1000)].map((repeated) => clusterSe(repeated));
    expect([once?.adjusted, often?.adjusted]).toEqual([68, 204]);
    expect([once?.se, once?.effective]).toEqual([often?.se, expect.closeTo(often?.effective ?? 0, 9)]);
    expect(endless?.adjusted).toBeLessThan(once?.effective ?? 0);
  });
});

test("single cases are worth the same as clusters of one, as cases of equal weight and as one stratum", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), confidences, (outcomes, confidence) => {
      const [n, matches] = [outcomes.length, outcomes.filter(Boolean).length];
      const each = clusterSe(
        outcomes.map((match) => ({ matches: Number(match), size: 1 })),
        confidence,
      );
      const equal = weightedMean(
        outcomes.map((match) => ({ value: Number(match), weight: 3 })),
        confidence,
      );
      const kind = poststratified([{ share: 1, matches, n }], confidence);
      for (const { low, high } of [equal, kind]) {
        expect(low).toBeCloseTo(each.low, 9);
        expect(high).toBeCloseTo(each.high, 9);
      }
    }),
    { seed: 48, numRuns: 300 },
  );
});

describe("the limit after no failure", () => {
  test("is the exact one-sided limit, nests with the level, falls with n, and stays below its shortcut", () => {
    fc.assert(
      fc.property(fc.nat(5000), confidences, confidences, (n, one, other) => {
        const at = (confidence: number, cases = n) => zeroFailureUpper(cases, confidence);
        expect(at(one).exact).toBeCloseTo(clopperPearson(0, n, one, "upper").high, 12);
        expect(at(Math.min(one, other)).exact).toBeLessThanOrEqual(at(Math.max(one, other)).exact);
        expect(at(one, n + 1).exact).toBeLessThan(at(one).exact);
        expect(at(one).exact).toBeLessThanOrEqual(at(one).logarithm);
        for (const value of Object.values(at(one))) expect(value >= 0 && value <= 1).toBe(true);
      }),
      { seed: 45, numRuns: 300 },
    );
    expect(zeroFailureUpper(1).exact).toBeCloseTo(0.95, 12);
  });
});

describe("the places that bound a quantile", () => {
  const asked = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 99 }));
  /** The part of the n + 1 gaps between sorted times that the interval covers, open ends included. */
  const width = (n: number, percent: number, confidence: number) => {
    const { low, high } = quantileCi(n, percent / 100, confidence);
    return ((high ?? n + 1) - (low ?? 0)) / (n + 1);
  };

  test("hold the place of the quantile itself and nest with the level", () => {
    fc.assert(
      fc.property(asked, confidences, confidences, ([n, percent], one, other) => {
        const [narrow, wide] = [Math.min(one, other), Math.max(one, other)].map((level) => quantileCi(n, percent / 100, level));
        const place = ((n + 1) * percent) / 100;
        expect((narrow?.low ?? 0) <= place + 1e-9 && place <= (narrow?.high ?? n + 1) + 1e-9).toBe(true);
        expect(wide?.low ?? 0).toBeLessThanOrEqual(narrow?.low ?? 0);
        expect(wide?.high ?? n + 1).toBeGreaterThanOrEqual(narrow?.high ?? n + 1);
      }),
      { seed: 46, numRuns: 500 },
    );
  });

  // To one place: whole places cannot follow n exactly. Seven times bound the 1 % quantile on places 0 to 1, fourteen on 0 to 2 (at 74 %).
  test("cover no more of the sample, to one place, when there are several times as many times", () => {
    fc.assert(
      fc.property(asked, confidences, fc.integer({ min: 2, max: 7 }), ([n, percent], confidence, k) => {
        expect(width(n * k, percent, confidence)).toBeLessThanOrEqual(width(n, percent, confidence) + 1 / (n + 1) + 1e-12);
      }),
      { seed: 47, numRuns: 500 },
    );
  });
});
