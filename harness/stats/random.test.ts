import { expect, test } from "vitest";
import { randomIndexes } from "./random.ts";

const draws = (seed: number, below: number, count: number) => Array.from({ length: count }, randomIndexes(seed, below));

test("the same seed gives the same numbers, another seed others", () => {
  expect(draws(1, 1000, 20)).toEqual(draws(1, 1000, 20));
  expect(draws(1, 1000, 20)).not.toEqual(draws(2, 1000, 20));
});

test("every number is as likely as the next, also where the range does not divide the generator's", () => {
  const counts = new Array<number>(6).fill(0);
  for (const drawn of draws(3, 6, 60_000)) counts[drawn] = (counts[drawn] ?? 0) + 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  const low = draws(3, 3 * 2 ** 29, 30_000).filter((drawn) => drawn < 2 ** 30).length;
  expect(Math.abs(low / 30_000 - 2 / 3)).toBeLessThan(0.02);
});

test("refuses a seed and a range that are none", () => {
  for (const seed of [-1, 0.5, 2 ** 32]) expect(() => randomIndexes(seed, 5)).toThrow(RangeError);
  for (const below of [0, 1.5, 2 ** 32]) expect(() => randomIndexes(1, below)).toThrow(RangeError);
});
