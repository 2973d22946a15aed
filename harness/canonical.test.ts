import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, digestOf, sameJson, sha256 } from "./canonical.ts";

/** The same data with the keys of every object written down in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

const json = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" });

describe("one form for equal data", () => {
  test("key order does not matter, anything else does", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(digestOf(reversed(value))).toBe(digestOf(value));
        expect(sameJson(reversed(value), value)).toBe(true);
        expect(digestOf([value])).not.toBe(digestOf(value));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("it is JSON that reads back as the same data", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(sameJson(JSON.parse(canonicalJson(value)), value)).toBe(true);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test.each([
    ["25 and 25.0", JSON.parse("25"), JSON.parse("25.0")],
    ["0 and -0", 0, -0],
    ["100 and 1e2", JSON.parse("100"), JSON.parse("1e2")],
    ["an absent and an undefined member", {}, { a: undefined }],
  ])("%s are alike", (_, a, b) => {
    expect(sameJson(a, b)).toBe(true);
    expect(digestOf(a)).toBe(digestOf(b));
  });

  test.each([
    ["25 and “25”", 25, "25"],
    ["null and an absent member", { a: null }, {}],
    ["lists in another order", [1, 2], [2, 1]],
    ["0 and an empty text", 0, ""],
    ["composed and decomposed letters", "é", "e\u0301"],
  ])("%s are not alike", (_, a, b) => {
    expect(sameJson(a, b)).toBe(false);
  });

  test("what JSON cannot hold has no form", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    for (const value of [undefined, () => 1, Number.NaN, Number.POSITIVE_INFINITY, cycle, "\ud800"]) {
      expect(() => canonicalJson(value)).toThrow();
    }
  });
});

test("a digest is sha-256 in hexadecimal", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256(new TextEncoder().encode("abc"))).toBe(sha256("abc"));
});
