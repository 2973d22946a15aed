import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneOf } from "./oneOf.ts";

const country = oneOf([
  ["US", "USA", { code: "US", region: 1 }],
  ["NL", "Netherlands", 31],
]);

describe("oneOf", () => {
  test("values of one group mean the same; key order is nothing", () => {
    expect(country.compare("US", "USA").verdict).toBe("same");
    expect(country.compare({ region: 1, code: "US" }, "USA").verdict).toBe("same");
    expect(country.compare("NL", 31).verdict).toBe("same");
    expect(country.compare("NL", "31").verdict).toBe("different");
    expect(country.compare("US", "NL")).toEqual({ verdict: "different", because: '"US" against "NL"' });
  });

  test("what is in no group is compared exactly", () => {
    expect(country.compare("BE", "BE").verdict).toBe("same");
    expect(country.compare("BE", "DE").verdict).toBe("different");
    expect(country.compare("constructor", "__proto__").verdict).toBe("different");
    expect(country.compare(undefined, undefined).verdict).toBe("same");
    expect(country.compare(undefined, Number.NaN).verdict).toBe("different");
  });

  test("a value in two groups stops the suite", () => {
    expect(() => oneOf([["a", "b"], ["b"]])).toThrow('oneOf: "b" stands in two groups');
    expect(() => oneOf([["a", "a"], ["b"]])).not.toThrow();
  });

  test("reflexive, symmetric, and transitive: groups do not leak into each other", () => {
    const value = fc.constantFrom("US", "USA", "NL", "Netherlands", "BE", 31, "31");
    const same = (a: unknown, b: unknown) => country.compare(a, b).verdict === "same";
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(same(a, a)).toBe(true);
        expect(same(a, b)).toBe(same(b, a));
        if (same(a, b) && same(b, c)) expect(same(a, c)).toBe(true);
      }),
      { seed: 10 },
    );
  });
});
