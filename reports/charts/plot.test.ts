import fc from "fast-check";
import { expect, test } from "vitest";
import { across, down, roundShares } from "./plot.ts";

test("shares run across from left to right and up from foot to top, and never leave the plot", () => {
  expect([across(0), across(0.5), across(1), across(1.2)]).toEqual(["12.00", "54.00", "96.00", "96.00"]);
  expect([down(0), down(1), down(-1)]).toEqual(["238.0", "38.0", "238.0"]);
});

test("the axis holds all that is shown, in few round steps", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const shares = roundShares(low, high);
      expect(shares.length).toBeGreaterThanOrEqual(2);
      expect(shares.length).toBeLessThanOrEqual(7);
      expect(shares[0]).toBeLessThanOrEqual(low + 1e-9);
      expect(shares.at(-1)).toBeGreaterThanOrEqual(high - 1e-9);
      expect(shares.at(-1)).toBeLessThanOrEqual(1);
    }),
    { seed: 2 },
  );
  expect(roundShares(0, 0.03)).toEqual([0, 0.01, 0.02, 0.03]);
  expect(roundShares(1, 1).at(-1)).toBe(1);
});
