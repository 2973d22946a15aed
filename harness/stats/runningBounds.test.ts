import fc from "fast-check";
import { expect, test } from "vitest";
import { csBernoulli } from "./csBernoulli.ts";
import { RunningBounds } from "./runningBounds.ts";

test("is the best of the bounds after every case, and the latest is the bound at the counts", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 120 }), (outcomes) => {
      const bounds = new RunningBounds();
      let [matches, misses, low, high] = [0, 0, 0, 1];
      for (const match of outcomes) {
        bounds.add(Number(match));
        if (match) matches += 1;
        else misses += 1;
        const here = csBernoulli(matches, misses);
        [low, high] = [Math.max(low, here.low), Math.min(high, here.high)];
      }
      expect(bounds.latest.low).toBeCloseTo(csBernoulli(matches, misses).low, 10);
      expect(bounds.best.low).toBeCloseTo(low, 10);
      expect(bounds.best.high).toBeCloseTo(high, 10);
    }),
    { seed: 16, numRuns: 200 },
  );
});

test("whole values count as outcomes, fractions lie between, and it only ever tightens", () => {
  const bounds = new RunningBounds();
  expect(bounds.best).toEqual({ low: 0, high: 1 });
  let before = bounds.best;
  for (let i = 0; i < 300; i += 1) {
    bounds.add([0.9, 1, 0.75, 1, 0.8][i % 5] ?? 1);
    expect(bounds.best.low >= before.low && bounds.best.high <= before.high).toBe(true);
    before = bounds.best;
  }
  expect(before.low > 0.8 && before.low < 0.89 && before.high > 0.89 && before.high < 0.95).toBe(true);
});

test("refuses what is not a share", () => {
  expect(() => new RunningBounds().add(1.5)).toThrow(RangeError);
  expect(() => new RunningBounds().add(Number.NaN)).toThrow(RangeError);
  expect(() => new RunningBounds(1)).toThrow(RangeError);
});
