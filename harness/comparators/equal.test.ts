import { expect, test } from "vitest";
import { equal } from "./equal.ts";

test("texts that were cut inside a character are equal when they are the same", () => {
  expect(equal({ note: "half \ud83d" }, { note: "half \ud83d" })).toBe(true);
  expect(equal(["\ud800"], ["\ud801"])).toBe(false);
  expect(equal({ "\udc00": 1 }, { "\udc00": 1 })).toBe(true);
});

test("what has no JSON form equals nothing but itself", () => {
  const odd = [Number.NaN];
  expect(equal(odd, odd)).toBe(true);
  expect(equal(odd, [Number.NaN])).toBe(false);
  expect(equal([() => 1], [() => 1])).toBe(false);
});
