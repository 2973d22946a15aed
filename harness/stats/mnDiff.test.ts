import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mcnemar } from "./mcnemar.ts";
import { mnDiff } from "./mnDiff.ts";
import { mnNonInferiority } from "./mnNonInferiority.ts";
import { newcombeDiff } from "./newcombeDiff.ts";
import { newcombePaired } from "./newcombePaired.ts";
import type { Difference } from "./pairedTable.ts";
import { tangoPaired } from "./tangoPaired.ts";

const rate = fc.integer({ min: 1, max: 200 }).chain((n) => fc.record({ n: fc.constant(n), count: fc.nat(n) }));
const table = fc.record({ both: fc.nat(40), first: fc.nat(15), second: fc.nat(15), neither: fc.nat(40) });
const options = { seed: 14, numRuns: 300 };

function behaves(at: (confidence: number) => Difference, swapped: Difference): void {
  const { estimate, low, high } = at(0.95);
  expect(low).toBeLessThanOrEqual((estimate ?? 1) + 1e-12);
  expect(high).toBeGreaterThanOrEqual((estimate ?? -1) - 1e-12);
  expect(low).toBeGreaterThanOrEqual(-1);
  expect(high).toBeLessThanOrEqual(1);
  expect(swapped.low).toBeCloseTo(-high, 9);
  expect(swapped.high).toBeCloseTo(-low, 9);
  const wider = at(0.99);
  expect(wider.low).toBeLessThanOrEqual(low + 1e-12);
  expect(wider.high).toBeGreaterThanOrEqual(high - 1e-12);
}

describe.each([
  ["mnDiff", mnDiff],
  ["newcombeDiff", newcombeDiff],
])("%s", (_, difference) => {
  test("holds its estimate, nests with the level and turns round when the sides are swapped", () => {
    fc.assert(
      fc.property(rate, rate, (one, two) => behaves((confidence) => difference(one, two, confidence), difference(two, one))),
      options,
    );
  });

  test("says nothing without cases and refuses what are no counts", () => {
    expect(difference({ count: 0, n: 0 }, { count: 1, n: 2 })).toMatchObject({ estimate: null, low: -1, high: 1 });
    expect(() => difference({ count: 3, n: 2 }, { count: 1, n: 2 })).toThrow(RangeError);
    expect(() => difference({ count: 1, n: 2 }, { count: 0.5, n: 2 })).toThrow(RangeError);
  });
});

describe.each([
  ["tangoPaired", tangoPaired],
  ["newcombePaired", newcombePaired],
])("%s", (_, difference) => {
  test("holds its estimate, nests with the level and turns round when the versions are swapped", () => {
    fc.assert(
      fc.property(table, (pairs) => {
        fc.pre(pairs.both + pairs.first + pairs.second + pairs.neither > 0);
        behaves(
          (confidence) => difference(pairs, confidence),
          difference({ ...pairs, first: pairs.second, second: pairs.first }),
        );
      }),
      options,
    );
  });

  test("says nothing without pairs and refuses what are no counts", () => {
    expect(difference({ both: 0, first: 0, second: 0, neither: 0 })).toMatchObject({ estimate: null, low: -1, high: 1 });
    expect(() => difference({ both: 1, first: -1, second: 0, neither: 0 })).toThrow(RangeError);
  });
});

test("Tango's interval has a width even when no pair differs", () => {
  const { low, high } = tangoPaired({ both: 50, first: 0, second: 0, neither: 0 });
  const z2 = 1.959963984540054 ** 2;
  expect([low, high].map((end) => Math.abs(end))).toEqual([
    expect.closeTo(z2 / (50 + z2), 10),
    expect.closeTo(z2 / (50 + z2), 10),
  ]);
});

describe("McNemar's test", () => {
  test("is the sum of the binomial's tails, the mid-p value half a step less, and does not mind which version is first", () => {
    fc.assert(
      fc.property(fc.nat(25), fc.nat(25), (wins, losses) => {
        const n = wins + losses;
        const chances = [1];
        for (let k = 0; k < n; k++) chances.push(((chances[k] ?? 0) * (n - k)) / (k + 1));
        const tail = (from: number) => chances.slice(from).reduce((sum, ways) => sum + ways, 0) / 2 ** n;
        const most = Math.max(wins, losses);
        const found = mcnemar(wins, losses);
        expect(found.exact).toBeCloseTo(Math.min(1, 2 * tail(most)), 12);
        expect(found.exactOneSided).toBeCloseTo(tail(wins), 12);
        const midP = wins === losses ? 1 - (tail(most) - tail(most + 1)) / 2 : tail(most) + tail(most + 1);
        expect(found.midP).toBeCloseTo(n === 0 ? 1 : midP, 12);
        expect(mcnemar(losses, wins)).toMatchObject({ exact: found.exact, midP: found.midP });
      }),
      options,
    );
  });

  test("refuses what are no counts", () => expect(() => mcnemar(-1, 0)).toThrow(RangeError));
});

describe("non-inferiority", () => {
  test("is shown exactly when its p-value is below the level, and its limit is that of the 90 % interval", () => {
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 1, max: 30 }), (agent, human, points) => {
        const found = mnNonInferiority({ agent, human, margin: points / 100 });
        expect(found.upper).toBeCloseTo(mnDiff(agent, human, 0.9).high, 9);
        if (Math.abs(found.p - 0.05) > 1e-9) expect(found.nonInferior).toBe(found.p < 0.05);
      }),
      options,
    );
  });

  test("is never shown by one more failure of the agent", () => {
    fc.assert(
      fc.property(rate, rate, (agent, human) => {
        fc.pre(agent.count < agent.n);
        const worse = { ...agent, count: agent.count + 1 };
        const upper = (one: typeof agent) => mnNonInferiority({ agent: one, human, margin: 0.02 }).upper;
        expect(upper(worse)).toBeGreaterThanOrEqual(upper(agent) - 1e-12);
      }),
      options,
    );
  });

  test("is not shown without cases, and a margin is needed", () => {
    const some = { count: 0, n: 500 };
    expect(mnNonInferiority({ agent: { count: 0, n: 0 }, human: some, margin: 0.02 }).nonInferior).toBe(false);
    expect(() => mnNonInferiority({ agent: some, human: some, margin: 0 })).toThrow(RangeError);
  });
});
