import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  count,
  inWords,
  limitPercent,
  many,
  percent,
  percentAtLeast,
  percentAtMost,
  percentDown,
  percentUp,
  roughly,
  shorten,
  visible,
  visibleLine,
} from "./words.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const decimals = fc.integer({ min: 0, max: 3 });
const value = (text: string) => Number(text.slice(0, -1)) / 100;
/** What a float may miss the decimal it was meant to be. */
const HAIR = 1e-11;

describe("ranges are rounded outwards", () => {
  test("a low end is never printed higher than it is, nor a whole step lower", () => {
    fc.assert(
      fc.property(share, decimals, (x, places) => {
        const printed = value(percentDown(x, places));
        expect(printed).toBeLessThanOrEqual(x + HAIR);
        expect(printed).toBeGreaterThan(x - 10 ** -(places + 2) - HAIR);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test("a high end is never printed lower than it is, nor a whole step higher", () => {
    fc.assert(
      fc.property(share, decimals, (x, places) => {
        const printed = value(percentUp(x, places));
        expect(printed).toBeGreaterThanOrEqual(x - HAIR);
        expect(printed).toBeLessThan(x + 10 ** -(places + 2) + HAIR);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  test("a decimal that binary cannot hold is printed as what it was meant to be", () => {
    for (let i = 0; i <= 100; i++) expect([percentDown(i / 100, 0), percentUp(i / 100, 0)]).toEqual([`${i}%`, `${i}%`]);
    for (let i = 0; i <= 1000; i++) {
      expect([percentDown(i / 1000), percentUp(i / 1000)]).toEqual([`${(i / 10).toFixed(1)}%`, `${(i / 10).toFixed(1)}%`]);
    }
  });

  test.each([
    [0.98139, "98.1%", "98.2%"],
    [0.9499999, "94.9%", "95.0%"],
    [0.95, "95.0%", "95.0%"],
    [0.99999, "99.9%", "100.0%"],
    [0.00001, "0.0%", "0.1%"],
  ])("%d is at least %s and at most %s", (x, down, up) => {
    expect([percentDown(x), percentUp(x)]).toEqual([down, up]);
  });
});

describe("an observed share", () => {
  test("is 100% or 0% only when it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1e9 }), decimals, (n, places) => {
        expect(value(percent((n - 1) / n, places))).toBeLessThan(1);
        expect(value(percent(1 / n, places))).toBeGreaterThan(0);
      }),
      { seed: 3, numRuns: 1000 },
    );
    expect([percent(1), percent(0), percent(0.5)]).toEqual(["100.0%", "0.0%", "50.0%"]);
  });
});

test("a limit is printed as its author wrote it", () => {
  expect([0.95, 0.975, 0.07, 0.999, 1, 0, 0.01].map(limitPercent)).toEqual(["95%", "97.5%", "7%", "99.9%", "100%", "0%", "1%"]);
});

test("what is about so much has two figures and is never less than it is", () => {
  expect([1, 9, 10, 95, 100, 104, 990, 991, 12494].map(roughly)).toEqual([1, 9, 10, 95, 100, 110, 990, 1000, 13000]);
});

test("a share that has to be reached is rounded up, and never to all", () => {
  expect([0.9868, 0.9995, 0.9999].map(percentAtLeast)).toEqual(["98.7%", "99.95%", "99.99%"]);
});

test("a share that may be reached is rounded down, and never to nothing", () => {
  expect([0.015873, 0.02, 0.5, 0.0005, 0.00001587].map(percentAtMost)).toEqual(["1.58%", "2.00%", "50.00%", "0.050%", "0.0015%"]);
});

test("counts and nouns agree", () => {
  expect([0, 999, 1000, 9668, 1234567].map(count)).toEqual(["0", "999", "1,000", "9,668", "1,234,567"]);
  expect([many(0, "case"), many(1, "case"), many(9668, "case"), many(2, "reply", "replies")]).toEqual([
    "0 cases",
    "1 case",
    "9,668 cases",
    "2 replies",
  ]);
  expect([inWords(0, true), inWords(2), inWords(10), inWords(11), inWords(1200)]).toEqual(["None", "two", "ten", "11", "1,200"]);
});

describe("hostile text", () => {
  test.each([
    ["turns the reading order around", "a\u202eb", "aU+202Eb"],
    ["is drawn as nothing", "a\u200bb\u2060c\ufeff", "aU+200BbU+2060cU+FEFF"],
    ["is drawn as nothing, though it counts as a letter", "a\u3164b", "aU+3164b"],
    ["hides a message in tags beyond the first plane", "a\u{e0041}\u{e0042}", "aU+E0041U+E0042"],
    ["hides a message in variation selectors", "a\u{e0100}", "aU+E0100"],
    ["moves the cursor", "\u001b[2Ja\rb", "U+001B[2JaU+000Db"],
    ["is half a character", "a\ud83d", "aU+D83D"],
    ["is a line separator", "a\u2028b", "aU+2028b"],
  ])("that %s shows as a mark", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test("that is plain stays as it is: lines, tabs, other scripts, emoji", () => {
    expect(visible("a\r\n\tb ünï 漢字 العربية 😀 ❤️")).toBe("a\n\tb ünï 漢字 العربية 😀 ❤️");
  });

  test("on one line has no line end, and still no treacherous character", () => {
    expect(visibleLine("  a\r\n\n b\u202e\tc ")).toBe("a bU+202E c");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visibleLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  test("is shortened between characters, and the cut is marked", () => {
    expect([shorten("abc", 3), shorten("abcd", 3), shorten("a😀b", 3)]).toEqual(["abc", "ab…", "a…"]);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
        const short = shorten(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        expect(short.isWellFormed()).toBe(true);
      }),
      { seed: 5, numRuns: 1000 },
    );
  });
});
