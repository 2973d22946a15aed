import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparator } from "../action.ts";
import { custom } from "./custom.ts";
import { exact } from "./exact.ts";
import { fields } from "./fields.ts";
import { ignore } from "./ignore.ts";
import { minor } from "./minor.ts";
import { text } from "./text.ts";
import { within } from "./within.ts";

const refund = fields({ order: exact(), amount: within(0.5, { unit: "EUR" }), note: minor(text()), message: ignore() });
const decided = { order: "A1", amount: 25, note: "late", message: "Dear Ann" };
const verdict = (proposed: unknown) => refund.compare(decided, proposed).verdict;

describe("fields", () => {
  test("each field by its own comparator", () => {
    expect(verdict({ message: "Hi!", note: "LATE", amount: 25.5, order: "A1" })).toBe("same");
    expect(verdict({ ...decided, note: "lost" })).toBe("minor");
    expect(verdict({ ...decided, amount: 26 })).toBe("different");
  });

  test("lists all that differs, what decides first", () => {
    expect(refund.compare(decided, { order: "A2", amount: 30, note: "lost" })).toEqual({
      verdict: "different",
      because: 'order: "A1" against "A2"; amount: 25 against 30 (at most 0.5 EUR apart); note: "late" against "lost"',
    });
    const notes = fields({ note: minor(text()) });
    expect(fields({}).compare({ b: 1, a: 1 }, { b: 2, a: 2 }).because).toBe("a: 1 against 2; b: 1 against 2");
    expect(notes.compare({ note: "a", z: 1 }, { note: "b", z: 2 }).because).toBe('z: 1 against 2; note: "a" against "b"');
  });

  test("absence differs as much as the field matters", () => {
    const { order: _order, ...withoutOrder } = decided;
    expect(refund.compare(decided, withoutOrder)).toEqual({ verdict: "different", because: 'order: "A1" against absent' });
    expect(refund.compare(withoutOrder, decided).verdict).toBe("different");
    expect(verdict({ ...decided, note: undefined })).toBe("minor");
    expect(verdict({ ...decided, message: undefined })).toBe("same");
    expect(verdict({ ...decided, order: null })).toBe("different");
    expect(fields({ a: within(1) }).compare({}, { a: undefined }).verdict).toBe("same");
    // A comparator that would shrug at undefined does not get to.
    const shrug = custom("shrug", "1", () => true);
    expect(fields({ a: shrug }).compare({ a: undefined }, { a: "" }).verdict).toBe("different");
  });

  test("fields nobody named are compared too, exactly unless the suite says otherwise", () => {
    expect(verdict({ ...decided, express: true })).toBe("different");
    expect(refund.compare({ ...decided, express: true }, decided).verdict).toBe("different");
    expect(refund.compare({ ...decided, express: { a: 1, b: 2 } }, { ...decided, express: { b: 2, a: 1 } }).verdict).toBe("same");
    expect(fields({}, { rest: minor(exact()) }).compare({ a: 1 }, { b: 1 }).verdict).toBe("minor");
    expect(fields({ a: exact() }, { rest: ignore() }).compare({ a: 1, b: 1 }, { a: 1, c: 1 }).verdict).toBe("same");
  });

  test("params that are no object are different unless equal", () => {
    for (const odd of [null, undefined, "text", 1, [decided]]) {
      expect(verdict(odd), JSON.stringify(odd)).toBe("different");
      expect(refund.compare(odd, odd).verdict).toBe("same");
    }
  });

  test("a param may have any name", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 1, "toString": 2, "a: b; c": 3}');
    expect(exact().compare(hostile, {}).verdict).toBe("different");
    const answer = fields({}).compare({}, hostile);
    expect(answer.verdict).toBe("different");
    expect(answer.because).toContain("__proto__: absent against");
    expect(answer.because).toContain('"a: b; c": absent against 3');
    expect(fields({}).compare(hostile, structuredClone(hostile)).verdict).toBe("same");
    expect(fields({ constructor: exact(), toString: exact() }).compare({}, {}).verdict).toBe("same");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("its params say how every field is compared", () => {
    expect(fields({ a: minor(within(1)) }, { rest: ignore() }).params).toEqual({
      fields: { a: { name: "within", version: "1", params: { absolute: 1 }, minor: true } },
      rest: { name: "ignore", version: "1", params: "not compared" },
    });
  });

  test.each([
    () => fields({ a: exact as never }),
    () => fields({ a: 0.5 as never }),
    () => fields({ a: null as never }),
    () => fields({ a: minor(undefined as never) }),
    () => fields({}, { rest: "exact" as never }),
  ])("an entry that is no comparator stops the suite (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
  });
});

describe("fields, whatever the params", () => {
  const names = ["a", "b", "c", "d", "e"];
  const params = fc.dictionary(fc.constantFrom(...names), fc.integer({ min: 0, max: 3 }));
  const parts: Record<string, Comparator> = { a: exact(), b: within(1), c: exact(), d: within(1), e: exact() };
  const slight = ["c", "d"];
  const comparator = fields({ a: exact(), b: within(1), c: minor(exact()), d: minor(within(1)) });

  test("the verdict is the worst of its parts, symmetric, reflexive and blind to key order", () => {
    const rank = { same: 0, minor: 1, different: 2 };
    fc.assert(
      fc.property(params, params, (one, two) => {
        const worst = names.map((name) => {
          const [x, y] = [one[name], two[name]];
          if (x === undefined && y === undefined) return 0;
          const alike = x !== undefined && y !== undefined && parts[name]?.compare(x, y).verdict === "same";
          return alike ? 0 : slight.includes(name) ? 1 : 2;
        });
        const verdict = comparator.compare(one, two).verdict;
        expect(rank[verdict]).toBe(Math.max(...worst));
        expect(comparator.compare(two, one).verdict).toBe(verdict);
        expect(comparator.compare(one, Object.fromEntries(Object.entries(one).reverse())).verdict).toBe("same");
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  test("an extra key on one side is never free", () => {
    fc.assert(
      fc.property(params, fc.string(), fc.jsonValue(), (one, key, value) => {
        fc.pre(!Object.hasOwn(one, key));
        // Defined, not assigned: the key may be "__proto__".
        const more = Object.defineProperty({ ...one }, key, { value, enumerable: true });
        const expected = slight.includes(key) ? "minor" : "different";
        expect(comparator.compare(one, more).verdict).toBe(expected);
        expect(comparator.compare(more, one).verdict).toBe(expected);
      }),
      {
        seed: 12,
        numRuns: 500,
        examples: [
          [{}, "__proto__", 1],
          [{}, "c", null],
          [{ a: 1 }, "constructor", {}],
        ],
      },
    );
  });
});
