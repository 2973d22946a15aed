import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promoteProbability } from "../stats/promoteProbability.ts";
import { casesNeeded } from "./casesNeeded.ts";
import { chanceWithin } from "./chanceWithin.ts";

const from = (matches: number, misses: number, share = 0.95) => ({ matches, misses, share, alpha: 0.05 });

describe("cases needed", () => {
  test("without a miss, and after so many misses, are the published ones", () => {
    const totals = [0, 1, 2, 3, 5, 10].map((misses) => (casesNeeded(from(0, misses), 1).fourInFive ?? Number.NaN) + misses);
    expect(totals).toEqual([78, 125, 166, 204, 273, 431]);
    const lines = [0.9, 0.97, 0.98, 0.99, 0.995, 0.999].map((share) => casesNeeded(from(0, 0, share), 1).fourInFive);
    expect(lines).toEqual([38, 130, 196, 395, 791, 3963]);
  });

  test.each([
    [0.97, 930, 744],
    [0.98, 317, 271],
    [0.99, 143, 133],
  ])("at a true rate of %d are %d on a straight line and %d on average", (rate, straight, average) => {
    const needed = casesNeeded(from(0, 0), rate);
    expect(needed).toMatchObject({ straight, method: "exact" });
    expect(Math.abs((needed.average ?? Number.NaN) - average)).toBeLessThan(1);
  });

  test("four times in five are enough, and one fewer is not", () => {
    const { fourInFive } = casesNeeded(from(0, 0), 0.98);
    const chance = (remaining: number) => promoteProbability({ ...from(0, 0), rate: 0.98, remaining }).probability;
    expect(chance(fourInFive ?? 0)).toBeGreaterThanOrEqual(0.8);
    expect(chance((fourInFive ?? 0) - 1)).toBeLessThan(0.8);
  });

  test("from 97 of 100 are 830 more at that rate, and none do at the low end of its range", () => {
    expect(casesNeeded(from(97, 3), 0.97).straight).toBe(830);
    const never = { fourInFive: null, average: null, straight: null, method: "never" };
    expect(casesNeeded(from(97, 3), 0.9)).toEqual(never);
    expect(casesNeeded(from(0, 0), 0.95)).toEqual(never);
    expect(casesNeeded(from(0, 0, 1), 1)).toEqual(never);
  });

  test("are none where it is shown already, and one where any case will do", () => {
    expect(casesNeeded(from(78, 0), 0.5)).toMatchObject({ fourInFive: 0, average: 0, straight: 0 });
    expect(casesNeeded(from(0, 0, 0), 0.5)).toMatchObject({ fourInFive: 1, straight: 1 });
    expect(casesNeeded(from(0, 1, 0), 0)).toMatchObject({ fourInFive: 0, straight: 0 });
  });

  test("near the line are bounded, never too few, and the method is said", () => {
    const near = casesNeeded(from(0, 0), 0.9555);
    expect(near).toMatchObject({ method: "upper bound", average: null });
    const chance = promoteProbability({ ...from(0, 0), rate: 0.9555, remaining: near.fourInFive ?? 0 }).probability;
    expect(chance).toBeGreaterThanOrEqual(0.8);
    expect(casesNeeded(from(0, 0, 0.98), 0.9801)).toMatchObject({ method: "straight line", fourInFive: null, average: null });
  });

  test("more margin never needs more of them", () => {
    const shares = fc.integer({ min: 50, max: 98 }).map((percent) => percent / 100);
    const margins = fc.double({ min: 0.3, max: 1, noNaN: true });
    fc.assert(
      fc.property(shares, margins, margins, fc.nat(40), fc.nat(3), (share, a, b, matches, misses) => {
        const at = (margin: number) => casesNeeded(from(matches, misses, share), share + (1 - share) * margin);
        const [less, more] = [at(Math.min(a, b)), at(Math.max(a, b))];
        expect(more.fourInFive ?? Infinity).toBeLessThanOrEqual(less.fourInFive ?? Infinity);
        expect(more.straight ?? Infinity).toBeLessThanOrEqual(less.straight ?? Infinity);
        const lower = casesNeeded(from(matches, misses, share - 0.02), share + (1 - share) * b);
        expect(lower.fourInFive ?? Infinity).toBeLessThanOrEqual(at(b).fourInFive ?? Infinity);
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

describe("the chance within the cases left", () => {
  test("is certain where nothing is open any more", () => {
    expect(chanceWithin(from(78, 0), 0)).toEqual({ share: 1, atLeast: false });
    expect(chanceWithin(from(77, 0), 0)).toEqual({ share: 0, atLeast: false });
    expect(chanceWithin(from(0, 0), 77)).toEqual({ share: 0, atLeast: false });
    expect(chanceWithin(from(0, 0, 1), 1000).share).toBe(0);
    expect(chanceWithin(from(0, 0, 0), 1).share).toBe(1);
  });

  test("averages over what the counts let one believe", () => {
    // With a flat belief and 78 cases only an agent that never misses gets there: the integral of p^78 is 1/79.
    expect(chanceWithin(from(0, 0), 78).share).toBeCloseTo(1 / 79, 3);
    // At the point estimate alone it would be more than half.
    const { share, atLeast } = chanceWithin(from(97, 3), 830);
    expect(atLeast).toBe(false);
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.48);
  });

  test("grows with the cases left, and says when it is only a lower bound", () => {
    const chances = [50, 200, 830, 3000, 20_000, 1_000_000].map((left) => chanceWithin(from(97, 3), left));
    expect(chances.map(({ share }) => share)).toEqual(chances.map(({ share }) => share).sort((a, b) => a - b));
    expect(chances.map(({ atLeast }) => atLeast)).toEqual([false, false, false, false, true, true]);
    expect(chances.at(-1)?.share).toBeLessThan(1);
  });
});
