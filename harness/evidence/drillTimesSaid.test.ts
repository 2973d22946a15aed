import { expect, test } from "vitest";
import { drillTimes } from "./drillStats.ts";
import { drillTimesSaid, isQuantileSeen } from "./drillTimesSaid.ts";

const to = (n: number, more: readonly number[] = []) =>
  drillTimes([...Array.from({ length: n }, (_, i) => (i + 1) * 10), ...more]);

test("a limit follows from 59 drills; before, what it takes is said, and no longest time stands in for it", () => {
  expect(drillTimesSaid(to(59))).toBe("Half were over within 0.3 s; 19 of 20 within at most 0.59 s (95% confidence).");
  expect(drillTimesSaid(to(16))).toBe(
    "Half were over within 0.08 s; no limit for 19 of 20 yet: it takes 59 drills, 16 were made.",
  );
  expect(drillTimesSaid(to(1))).toBe("It was over within 0.01 s; no limit for 19 of 20 yet: it takes 59 drills, 1 was made.");
});

test("drills that did not hold are never over", () => {
  expect(drillTimesSaid(to(60, [Infinity, Infinity]))).toBe(
    "Half were over within 0.31 s; no limit for 19 of 20: 2 drills of 62 never came to that end.",
  );
  expect(drillTimesSaid(drillTimes([Infinity]))).toContain("never over");
});

test("a quantile is seen from so many times on that some lie behind it", () => {
  const seen = (share: number) => [9, 10, 19, 20].map((n) => isQuantileSeen({ share }, n));
  expect(seen(0.95)).toEqual([false, false, false, true]);
  expect(seen(0.9)).toEqual([false, true, true, true]);
  expect(seen(0.5)).toEqual([true, true, true, true]);
});
