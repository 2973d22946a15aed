import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparator } from "../action.ts";
import { exact } from "./exact.ts";
import { fields } from "./fields.ts";
import { minor } from "./minor.ts";
import { type SetOptions, sameSet } from "./sameSet.ts";
import { text } from "./text.ts";
import { within } from "./within.ts";

const verdict = (decided: unknown, proposed: unknown, element?: Comparator, options?: SetOptions) =>
  sameSet(element, options).compare(decided, proposed).verdict;

describe("sameSet", () => {
  test("order is nothing, repeats count", () => {
    expect(verdict(["a", "b"], ["b", "a"])).toBe("same");
    expect(verdict([{ x: 1, y: 2 }], [{ y: 2, x: 1 }])).toBe("same");
    expect(verdict([], [])).toBe("same");
    expect(verdict(["a"], ["a", "a"])).toBe("different");
    expect(verdict([1], ["1"])).toBe("different");
  });

  test("lists what is missing and what is extra", () => {
    expect(sameSet().compare(["a", "a", "b"], ["b", "a", "c"]).because).toBe('missing "a"; extra "c"');
    expect(sameSet(text()).compare(["Wet", "red"], ["WET"]).because).toBe('missing "red"');
  });

  test("repeats can be overlooked, others cannot", () => {
    const once = { duplicates: "ignore" } as const;
    expect(verdict(["a", "a", "b"], ["b", "a"], exact(), once)).toBe("same");
    expect(verdict(["a", "b"], ["a", "a"], exact(), once)).toBe("different");
    expect(verdict([1, 1.2], [1.1], within(0.15), once)).toBe("same");
    expect(verdict([1, 3], [1.1], within(0.15), once)).toBe("different");
    expect(verdict([1], [1.1, 3], within(0.15), once)).toBe("different");
  });

  test("each element has one partner, and a greedy choice does not spoil the rest", () => {
    expect(verdict([1, 2], [2, 3], within(1))).toBe("same");
    expect(verdict([2, 1], [2, 3], within(1))).toBe("same");
    expect(verdict([1, 1], [1, 3], within(1))).toBe("different");
  });

  test("a minor pair makes it minor, and is never chosen needlessly", () => {
    const line = fields({ article: exact(), note: minor(text()) });
    const [red, plain] = [
      { article: 1, note: "red" },
      { article: 1, note: "plain" },
    ];
    expect(verdict([red, plain], [plain, red], line)).toBe("same");
    const blue = { article: 1, note: "blue" };
    expect(verdict([red, plain, blue], [plain, blue, red], line)).toBe("same");
    expect(sameSet(line).compare([red, plain], [plain, plain])).toEqual({
      verdict: "minor",
      because: 'note: "red" against "plain"',
    });
    expect(verdict([red], [plain], line, { duplicates: "ignore" })).toBe("minor");
    expect(verdict([red, plain], [plain, { article: 2 }], line)).toBe("different");
  });

  test("what is not a list is different unless equal", () => {
    expect(verdict("a", ["a"])).toBe("different");
    expect(verdict({ 0: "a", length: 1 }, ["a"])).toBe("different");
    expect(verdict(null, null)).toBe("same");
  });

  test("a list too long to pair is compared exactly, and says so", () => {
    const long = Array.from({ length: 600 }, (_, i) => `Word ${i}`);
    expect(verdict(long, long.toReversed(), text())).toBe("same");
    const answer = sameSet(text()).compare(
      long,
      long.map((word) => word.toUpperCase()),
    );
    expect(answer.verdict).toBe("different");
    expect(answer.because).toMatch(/^too many elements to pair, so compared exactly; missing "Word 0".* and 590 more; extra/);
  });

  test("an element that is no comparator stops the suite", () => {
    expect(() => sameSet(exact as never)).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
    expect(() => sameSet(exact(), { duplicates: "drop" as never })).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
  });

  const small = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 6 });

  test("order never matters", () => {
    const orders = fc
      .array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 6 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(orders, small, ([list, shuffled], other) => {
        for (const element of [exact(), text(), within(1)]) expect(verdict(list, shuffled, element)).toBe("same");
        expect(verdict(list, other)).toBe(verdict(shuffled, other));
      }),
      { seed: 5 },
    );
  });

  test("pairs whenever any pairing exists, found here by trying every order", () => {
    const anyOrder = (a: readonly number[], b: readonly number[]): boolean => {
      const [first, ...others] = a;
      if (first === undefined) return b.length === 0;
      return b.some((other, j) => Math.abs(first - other) <= 1 && anyOrder(others, b.toSpliced(j, 1)));
    };
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(verdict(a, b, within(1))).toBe(anyOrder(a, b) ? "same" : "different");
        expect(verdict(b, a, within(1))).toBe(verdict(a, b, within(1)));
      }),
      { seed: 6, numRuns: 1000 },
    );
  });
});
