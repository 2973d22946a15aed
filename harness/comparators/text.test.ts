import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ignore } from "./ignore.ts";
import { type TextOptions, text } from "./text.ts";

const verdict = (decided: unknown, proposed: unknown, options?: TextOptions) => text(options).compare(decided, proposed).verdict;

describe("text", () => {
  test.each([
    ["Hello, World", "hello, world"],
    ["hello\n\t world ", "hello world"],
    ["“Hello!”", "hello"],
    ["¿Dónde está?", "dónde está"],
    ["café", "cafe\u0301"],
    ["ﬁne", "FINE"],
    ["Straße", "STRASSE"],
    ["ΟΔΟΣ", "οδος"],
    ["１２３", "123"],
    ["5 ㎒", "5 mhz"],
    ['"item 5"', "item 5"],
    ["“5.”", "5"],
    ["«‘room 5’»", "room 5"],
    ['"6""', '6"'],
    ['6".', '6"'],
    ["10 ㎡ ½", "10 m2 ½"],
    ["ı", "I"],
  ])("%j is %j", (a, b) => {
    expect(verdict(a, b)).toBe("same");
    expect(verdict(b, a)).toBe("same");
  });

  test.each([
    ["5", "-5"],
    ["5", ".5"],
    ["5", "5%"],
    ["12", "1 2"],
    ["?", "!"],
    ["", "?"],
    ["its", "it's"],
    ["cafe", "café"],
    ["6'", '6"'],
    ["6''", "6'"],
    ['5"', "5"],
    ["5’", "5”"],
    ['½"', "½"],
    [`'6"`, "6"],
    ["10²", "102"],
    ["x₁", "x1"],
    ["1½", "11⁄2"],
    ["10①", "101"],
    ["3㏠", "31日"],
    ["5", 5],
    ["", null],
  ])("%j is not %j", (a, b) => {
    expect(verdict(a, b)).toBe("different");
    expect(verdict(b, a)).toBe("different");
  });

  test.each<[keyof TextOptions, string, string]>([
    ["normalise", "１２３", "123"],
    ["foldCase", "A", "a"],
    ["collapseSpace", "a  b", "a b"],
    ["collapseSpace", "a ", "a"],
    ["trimPunctuation", "a.", "a"],
  ])("%s can be turned off", (option, a, b) => {
    expect(verdict(a, b)).toBe("same");
    expect(verdict(a, b, { [option]: false })).toBe("different");
    expect(text({ [option]: false }).params).toMatchObject({ [option]: false });
  });

  test("is the same with itself however it is spaced and cased, and blind to who is who", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        expect(verdict(a, a)).toBe("same");
        expect(verdict(a, ` ${a}\n`)).toBe("same");
        expect(verdict(a, b)).toBe(verdict(b, a));
      }),
      { seed: 7 },
    );
    fc.assert(
      fc.property(fc.string(), (a) => {
        expect(verdict(a, a.toUpperCase())).toBe("same");
      }),
      { seed: 8 },
    );
  });

  // A pattern anchored at the end takes time with the square of this, some minutes.
  test("a long run of marks takes no noticeable time", { timeout: 2000 }, () => {
    const marks = "!".repeat(400_000);
    expect(verdict(`${marks}a${marks}`, "a")).toBe("different");
    expect(verdict(`5${"'".repeat(400_000)}`, "5")).toBe("different");
    expect(verdict(`a${"'.".repeat(200_000)}`, "a")).toBe("same");
  });
});

test("ignore: any wording is the same, and its params say so", () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (a, b) => {
      expect(ignore().compare(a, b)).toEqual({ verdict: "same" });
    }),
    { seed: 9 },
  );
  expect(ignore().params).toBe("not compared");
});
