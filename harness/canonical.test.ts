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

  test("what JSON cannot hold has no form, wherever it stands", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = [cycle];
    for (const value of [() => 1, Symbol("a"), 1n, Number.NaN, Number.POSITIVE_INFINITY, cycle]) {
      for (const placed of [value, [value], { a: { b: value } }]) expect(() => canonicalJson(placed)).toThrow(TypeError);
    }
    expect(() => canonicalJson(undefined)).toThrow(TypeError);
  });

  test("an object that is made anew from itself is a cycle", () => {
    const endless = { toJSON: () => ({ again: endless }) };
    expect(() => canonicalJson(endless)).toThrow(TypeError);
  });

  test("one object in two places is no cycle", () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, { b: shared }])).toBe('[{"a":1},{"b":{"a":1}}]');
  });

  test("half a character is escaped, so that texts that differ stay different", () => {
    expect(canonicalJson({ "\ud800": ["\udc00", "😀"] })).toBe('{"\\ud800":["\\udc00","😀"]}');
    expect(sameJson({ note: "\ud83d" }, { note: "\ud83d" })).toBe(true);
    expect(sameJson({ note: "\ud83d" }, { note: "\ude00" })).toBe(false);
    expect(sameJson("\ud800", "\\ud800")).toBe(false);
  });

  test("keys stand in the order of their UTF-16 code units, numbers as JavaScript prints them", () => {
    const keys = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "10": 4, "9": 5, "\ud83d\ude00": 6, "\u0080": 7, ö: 8 };
    expect(canonicalJson(keys)).toBe('{"\\r":2,"10":4,"9":5,"\u0080":7,"ö":8,"€":1,"😀":6,"\ufb33":3}');
    expect(canonicalJson([1e21, 1e-7, 0.1, -0, 333333333.3333333, 5e-324, 9007199254740991])).toBe(
      "[1e+21,1e-7,0.1,0,333333333.3333333,5e-324,9007199254740991]",
    );
  });

  test("the same as JSON.stringify but for the order of keys, with dates, boxed values and gaps", () => {
    fc.assert(
      fc.property(json, (value) => {
        const sorted = (_: string, member: unknown) =>
          typeof member === "object" && member !== null && !Array.isArray(member)
            ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
            : member;
        // JavaScript moves keys that look like an index to the front, whatever the order they are put in.
        fc.pre(!/"\d+":/.test(JSON.stringify(value)));
        expect(canonicalJson(value)).toBe(JSON.stringify(value, sorted));
      }),
      { seed: 3, numRuns: 500 },
    );
    const odd = {
      at: new Date(0),
      boxed: [Object(5), Object("a"), Object(false)],
      gap: [undefined, ...new Array(1), 1],
      gone: undefined,
    };
    expect(canonicalJson(odd)).toBe(JSON.stringify(odd));
  });

  test("data nested 20,000 levels deep has a form", () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const text = `${open.repeat(20_000)}1${close.repeat(20_000)}`;
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }
  });
});

test("a digest is sha-256 in hexadecimal", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256(new TextEncoder().encode("abc"))).toBe(sha256("abc"));
});
