import fc from "fast-check";
import { expect, test } from "vitest";
import { plain, plainData } from "./plain.ts";

test.each([
  ["\u202Egnp.exe", "[U+202E]gnp.exe"],
  ["zero\u200Bwidth", "zero[U+200B]width"],
  ["null\u0000", "null[U+0000]"],
  ["\u001b[31mred", "[U+001B][31mred"],
  ["line\u2028separator", "line[U+2028]separator"],
  ["lone \uD800.", "lone [U+D800]."],
  ["tag \u{E0041}", "tag [U+E0041]"],
  ["filler \u3164", "filler [U+3164]"],
  ["lone return\r.", "lone return[U+000D]."],
  ["two\r\nlines\tand a tab", "two\nlines\tand a tab"],
  ["Grüße, 日本語, 👍🏽, ﷽", "Grüße, 日本語, 👍🏽, ﷽"],
])("%j is shown as %j", (given, shown) => {
  expect(plain(given)).toBe(shown);
});

test("whatever comes in, what goes out is well-formed and holds no control character", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }), (text) => {
      expect(plain(text).isWellFormed()).toBe(true);
      expect(plain(text).replaceAll(/[\t\n]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    { seed: 1 },
  );
});

test("plain data keeps its shape and has every text made plain, keys aside", () => {
  expect(plainData({ a: ["\u200B", { b: "\u0007" }], n: 1, none: null, yes: true })).toEqual({
    a: ["[U+200B]", { b: "[U+0007]" }],
    n: 1,
    none: null,
    yes: true,
  });
});
