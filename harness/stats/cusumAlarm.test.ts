import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cusumAlarm, cusumSteps } from "./cusumAlarm.ts";
import { cusumArl } from "./cusumArl.ts";
import { CusumBernoulli } from "./cusumBernoulli.ts";

describe("a chart in whole steps", () => {
  test("has a miss worth as many matches as the chart for its own worse rate says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 45 }), fc.integer({ min: 1, max: 40 }), (usual, more) => {
        const [low, high] = [usual / 100, Math.min(0.99, (usual + more) / 100)];
        const steps = cusumSteps(low, high);
        if (steps === null) throw new Error("a miss outweighs a match below a miss rate of a half");
        const { missStep, matchStep } = new CusumBernoulli({ usual: low, worse: steps.worse, alarm: 1 });
        expect(missStep / -matchStep).toBeCloseTo(steps.missStep, 6);
        expect(steps.worse).toBeGreaterThan(low);
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  test("keeps near the rate that was asked for, as far as whole steps allow", () => {
    expect(cusumSteps(0.05, 0.1)).toEqual({ missStep: 13, worse: expect.closeTo(0.0977, 4) as number });
    expect(cusumSteps(0.2, 0.25)).toEqual({ missStep: 3, worse: expect.closeTo(0.3049, 4) as number });
    expect(cusumSteps(0.5, 0.6)).toBeNull();
    expect(() => cusumSteps(0.1, 0.1)).toThrow(RangeError);
    expect(() => cusumSteps(0, 0.1)).toThrow(RangeError);
  });

  test("rings at the lowest height that is rare enough", () => {
    for (const wanted of [1, 20, 1000, 36_500]) {
      const { alarm, cases } = cusumAlarm(13, 0.05, wanted);
      expect(cases).toBeGreaterThanOrEqual(wanted);
      if (alarm > 1) expect(cusumArl({ missStep: 13, alarm: alarm - 1, missRate: 0.05 })).toBeLessThan(wanted);
    }
    expect(() => cusumAlarm(13, 0.05, 0)).toThrow(RangeError);
    expect(() => cusumAlarm(13, 0.05, Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});
