import { describe, expect, test } from "vitest";
import { curtailProcess } from "./curtailProcess.ts";
import { planAtRate } from "./planAtRate.ts";
import { planFixedPower } from "./planFixedPower.ts";
import { promoteProbability } from "./promoteProbability.ts";

const fromZero = { matches: 0, misses: 0 };

describe("the plan", () => {
  // The exact column of the published table of false promotions, looked at after each of 20,000 cases.
  test.each([
    [0.95, 0.95, 0.0483],
    [0.98, 0.98, 0.0486],
    [0.95, 0.93, 0.0046],
    [0.98, 0.97, 0.0031],
  ])("looked at 20,000 times, above %d, an agent at %d is promoted with probability %d", (share, rate, probability) => {
    const plan = promoteProbability({ ...fromZero, remaining: 20_000, share, rate });
    expect(plan.probability).toBeCloseTo(probability, 4);
    expect(plan.probability).toBeLessThanOrEqual(0.05);
  });

  test.each([
    [0.95, 0.97, 744],
    [0.95, 0.98, 271],
    [0.95, 0.99, 133],
    [0.98, 0.99, 1090],
  ])("above %d, an agent at %d needs %d cases on average", (share, rate, cases) => {
    const plan = promoteProbability({ ...fromZero, remaining: 20_000, share, rate });
    expect(Math.abs(plan.expectedCases - cases)).toBeLessThanOrEqual(1);
  });

  test("matches in a row are what it takes, no fewer", () => {
    const start = { matches: 97, misses: 3, share: 0.95 };
    const { matchesInARow } = curtailProcess({ ...start, remaining: 0 });
    const needed = matchesInARow ?? 0;
    expect(curtailProcess({ ...start, remaining: needed }).canPromote).toBe(true);
    expect(curtailProcess({ ...start, remaining: needed - 1 }).canPromote).toBe(false);
    expect(promoteProbability({ ...start, remaining: needed, rate: 1 }).probability).toBe(1);
    expect(planAtRate({ ...start, rate: 1 })).toBe(needed);
  });

  test("out of reach is said, not computed around", () => {
    expect(planAtRate({ ...fromZero, rate: 0.95, share: 0.95 })).toBeNull();
    expect(planAtRate({ ...fromZero, rate: 0.9500001, share: 0.95 })).toBeNull();
    expect(planAtRate({ ...fromZero, rate: 1, share: 1 })).toBeNull();
    expect(curtailProcess({ ...fromZero, remaining: 1000, share: 1 })).toMatchObject({ canPromote: false, matchesInARow: null });
    expect(promoteProbability({ ...fromZero, remaining: 0, rate: 1, share: 0.95 })).toEqual({ probability: 0, expectedCases: 0 });
    expect(planAtRate({ matches: 78, misses: 0, rate: 0.5, share: 0.95 })).toBe(0);
  });

  test("refuses rates that are none, and hoping for less than the line", () => {
    expect(() => planAtRate({ ...fromZero, rate: 1.1, share: 0.95 })).toThrow(RangeError);
    expect(() => promoteProbability({ ...fromZero, remaining: -1, rate: 1, share: 0.95 })).toThrow(RangeError);
    expect(() => planFixedPower({ share: 0.95, hoped: 0.95 })).toThrow(RangeError);
  });
});
