import { describe, expect, test } from "vitest";
import { driftDelay } from "./driftDelay.ts";

describe("the delay of the drift detector", () => {
  // Mean nights to an alarm at 0.95 and 365 nights, from 50,000 streams of an independent simulation: 45, 17, 9, 4.3, 1.7.
  test.each([
    [0.94, 45],
    [0.93, 17],
    [0.92, 9],
    [0.9, 4.3],
    [0.85, 1.7],
  ])("at 100 votes a night and a drop to %d is near the mean that was measured", (rate, mean) => {
    const delay = driftDelay({ share: 0.95, nights: 365, perNight: 100, rate }) ?? Number.NaN;
    expect(Math.abs(delay - mean)).toBeLessThanOrEqual(Math.max(0.5, mean * 0.15));
  });

  test("is longer for fewer votes, smaller drops and rarer false alarms, and none when it is very long", () => {
    const usual = { share: 0.9, nights: 365, perNight: 50, rate: 0.8 };
    const delay = driftDelay(usual) ?? 0;
    expect(driftDelay({ ...usual, perNight: 10 })).toBeGreaterThan(delay);
    expect(driftDelay({ ...usual, rate: 0.85 })).toBeGreaterThan(delay);
    expect(driftDelay({ ...usual, nights: 36_500 })).toBeGreaterThan(delay);
    expect(driftDelay({ ...usual, perNight: 1, rate: 0.89 })).toBeNull();
  });

  test("refuses what is no drop, and nights without votes", () => {
    expect(() => driftDelay({ share: 0.9, nights: 365, perNight: 10, rate: 0.9 })).toThrow(RangeError);
    expect(() => driftDelay({ share: 0.9, nights: 365, perNight: 10, rate: 0 })).toThrow(RangeError);
    expect(() => driftDelay({ share: 0.9, nights: 365, perNight: 0, rate: 0.8 })).toThrow(RangeError);
  });
});
