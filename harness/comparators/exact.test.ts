import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact } from "./exact.ts";

const verdict = (decided: unknown, proposed: unknown) => exact().compare(decided, proposed).verdict;

/** The same data with the keys of every object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe("exact", () => {
  test("numbers by value, and never as text", () => {
    expect(verdict(25, JSON.parse("25.0"))).toBe("same");
    expect(verdict(0, -0)).toBe("same");
    expect(verdict("25", 25)).toBe("different");
    expect(verdict(null, 0)).toBe("different");
    expect(verdict(null, undefined)).toBe("different");
    expect(verdict([1, 2], [2, 1])).toBe("different");
  });

  test("undefined members count as absent", () => {
    expect(verdict({ a: 1, b: undefined }, { a: 1 })).toBe("same");
  });

  test("quotes both values, the decided one first", () => {
    expect(exact().compare("a", ["b", 1])).toEqual({ verdict: "different", because: '"a" against ["b", 1]' });
    expect(exact().compare({ a: 1 }, undefined).because).toBe('{"a": 1} against absent');
  });

  test("shows long texts from where they part", () => {
    const start = "Dear customer, we are sorry to hear that your parcel ".repeat(5);
    expect(exact().compare(`${start}is late`, `${start}is lost`).because).toBe(
      '…"our parcel is late" against …"our parcel is lost"',
    );
  });

  test("is the same with itself, in any key order, and blind to who is who", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(verdict(a, reversed(JSON.parse(JSON.stringify(a))))).toBe("same");
        expect(verdict(a, b)).toBe(verdict(b, a));
      }),
      { seed: 1 },
    );
  });
});
