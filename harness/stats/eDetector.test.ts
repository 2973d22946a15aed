import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cusumArl } from "./cusumArl.ts";
import { CusumBernoulli } from "./cusumBernoulli.ts";
import { type DetectorNight, EDetector, type EDetectorOptions } from "./eDetector.ts";

const nights = fc.array(fc.record({ matches: fc.nat(40), misses: fc.nat(8) }), { maxLength: 20 });
const options = { seed: 19, numRuns: 200 };
type Night = DetectorNight;

const path = (seen: readonly Night[], more: Partial<EDetectorOptions> = {}) => {
  const detector = new EDetector({ share: 0.9, nights: 365, ...more });
  return seen.map((night) => {
    detector.add(night);
    return { logM: detector.logM, alarmNight: detector.alarmNight };
  });
};

describe("the drift detector", () => {
  test("is worth exactly the number of nights on average while the rate is the one to hold", () => {
    const kinds = [0, 1, 2, 3].map((misses) => ({
      night: { matches: 3 - misses, misses },
      chance: ([1, 3, 3, 1][misses] ?? 0) * 0.1 ** misses * 0.9 ** (3 - misses),
    }));
    const worth = kinds.flatMap((one) =>
      kinds.map((two) => one.chance * two.chance * Math.exp(path([one.night, two.night]).at(-1)?.logM ?? 0)),
    );
    expect(worth.reduce((sum, value) => sum + value, 0)).toBeCloseTo(2, 10);
  });

  test("of the sum kind is never below the one that keeps the worst start, and one more miss raises both", () => {
    fc.assert(
      fc.property(nights, fc.nat(19), (seen, at) => {
        fc.pre(seen.length > 0);
        const [sum, worst] = [path(seen), path(seen, { kind: "cusum" })];
        for (const [night, { logM }] of sum.entries()) expect(logM).toBeGreaterThanOrEqual((worst[night]?.logM ?? 0) - 1e-9);
        const worse = seen.map((night, place) => (place === at % seen.length ? { ...night, misses: night.misses + 1 } : night));
        expect(path(worse).at(-1)?.logM).toBeGreaterThanOrEqual(sum.at(-1)?.logM ?? 0);
      }),
      options,
    );
  });

  test("takes votes between a match and a miss, and is still worth the number of nights at the rate to hold", () => {
    const whole = path([{ matches: 3, misses: 2 }]).at(-1)?.logM ?? 0;
    expect(path([{ matches: 1, misses: 1, shares: [1, 0, 1] }]).at(-1)?.logM).toBeCloseTo(whole, 12);
    // A cluster of two that comes out alike, or in halves, with a mean vote of 0.9.
    const votes = [
      { shares: [1], chance: 0.85 },
      { shares: [0.5], chance: 0.1 },
      { shares: [0], chance: 0.05 },
    ].map(({ shares, chance }) => ({ night: { matches: 0, misses: 0, shares }, chance }));
    const worth = votes.flatMap((one) =>
      votes.map((two) => one.chance * two.chance * Math.exp(path([one.night, two.night]).at(-1)?.logM ?? 0)),
    );
    expect(worth.reduce((sum, value) => sum + value, 0)).toBeCloseTo(2, 10);
    expect(() => path([{ matches: 0, misses: 0, shares: [1.01] }])).toThrow(RangeError);
  });

  test("rings once, remembers the night, and counts nights without cases", () => {
    const bad = { matches: 10, misses: 30 };
    expect(path([{ matches: 0, misses: 0 }, bad, bad, { matches: 500, misses: 0 }]).map((night) => night.alarmNight)).toEqual([
      null,
      2,
      2,
      2,
    ]);
    expect(new EDetector({ share: 0.9, nights: 365 }).logM).toBe(Number.NEGATIVE_INFINITY);
    expect(path([{ matches: 0, misses: 0 }]).at(0)?.logM).toBeCloseTo(0, 12);
  });

  test("refuses a rate, a run length and counts that are none", () => {
    expect(() => new EDetector({ share: 1, nights: 365 })).toThrow(RangeError);
    expect(() => new EDetector({ share: 0.9, nights: 1 })).toThrow(RangeError);
    expect(() => path([{ matches: -1, misses: 0 }])).toThrow(RangeError);
  });
});

describe("the Bernoulli chart", () => {
  test("stays at 0 on matches, climbs on misses and remembers its first alarm", () => {
    const chart = new CusumBernoulli({ usual: 0.05, worse: 0.1, alarm: 2 });
    for (let i = 0; i < 5; i++) chart.add(true);
    expect([chart.height, chart.alarmAt]).toEqual([0, null]);
    for (let i = 0; i < 9; i++) chart.add(false);
    expect(chart.height).toBeCloseTo(9 * Math.LN2, 12);
    expect(chart.alarmAt).toBe(8);
  });

  test("refuses a worse rate that is not worse", () => {
    expect(() => new CusumBernoulli({ usual: 0.1, worse: 0.1, alarm: 2 })).toThrow(RangeError);
    expect(() => new CusumBernoulli({ usual: 0.1, worse: 0.2, alarm: 0 })).toThrow(RangeError);
  });

  test("rings after as many cases, on average, as its equations say", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 5, max: 95 }),
        (missStep, alarm, percent) => {
          const missRate = percent / 100;
          // The same means by iteration from below, which shares nothing with the elimination.
          let guess = new Array<number>(alarm).fill(0);
          for (let round = 0; round < 200_000; round++) {
            const next = guess.map(
              (_, height) =>
                1 + missRate * (guess[height + missStep] ?? 0) + (1 - missRate) * (guess[Math.max(0, height - 1)] ?? 0),
            );
            const moved = Math.abs((next[0] ?? 0) - (guess[0] ?? 0));
            guess = next;
            if (moved < 1e-13 * (guess[0] ?? 1)) break;
          }
          fc.pre((guess[0] ?? 0) < 2000);
          expect(cusumArl({ missStep, alarm, missRate }) / (guess[0] ?? 1)).toBeCloseTo(1, 6);
        },
      ),
      { seed: 20, numRuns: 60 },
    );
  });

  test("never rings without misses, and is exact where the first miss rings", () => {
    expect(cusumArl({ missStep: 3, alarm: 9, missRate: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(cusumArl({ missStep: 9, alarm: 9, missRate: 0.01 })).toBeCloseTo(100, 9);
    expect(cusumArl({ missStep: 1, alarm: 5, missRate: 1 })).toBe(5);
    expect(() => cusumArl({ missStep: 0.5, alarm: 5, missRate: 0.1 })).toThrow(RangeError);
  });
});
