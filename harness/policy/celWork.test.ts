import { describe, expect, test } from "vitest";
import { cap, escalateWhen, onlyWhen, type Rule } from "../policy.ts";
import { caseOf, countUnder, pay, policiesFor, proposing } from "./forTests.ts";

function under(rule: Rule, input: unknown, params: Record<string, unknown> = { amount: 1 }) {
  const one = caseOf(1, { input: input as never });
  const observation = proposing({ ...pay(1), params: params as never });
  const { cells, count } = countUnder(policiesFor([rule]), [{ one, observation }]);
  const kept = cells.flat().some(({ would }) => would !== undefined);
  return { kept, because: count.seen("pay")?.rules[0]?.unreadBecause ?? null };
}

const says = { says: "A." };

describe("a param means its value, whatever it is called", () => {
  test.each(["in", "true", "null", "as", "if", "__proto__", "constructor", "toString", 'a"b', "a b"])("%s", (name) => {
    const params = (value: number) => JSON.parse(`{${JSON.stringify(name)}:${value}}`) as Record<string, unknown>;
    expect(under(cap(name, 5), {}, params(5)).kept).toBe(false);
    expect(under(cap(name, 5), {}, params(6)).kept).toBe(true);
  });

  test("also in a case, where one of its members would stand for a class", () => {
    const rule = onlyWhen("case.input.ok && size(case.input) == 2", says);
    expect(under(rule, { ok: true, constructor: 1 })).toEqual({ kept: false, because: null });
    expect(under(onlyWhen("case.input == {'ok': true, 'n': [1.0]}", says), { ok: true, n: [1] }).kept).toBe(false);
  });
});

test("a comment at the end of a condition is a comment", () => {
  expect(under(escalateWhen("case.input.late // since May", says), { late: true }).kept).toBe(true);
  expect(under(escalateWhen("case.input.late // since May", says), { late: false }).kept).toBe(false);
});

describe("what a hostile case holds costs bounded work", () => {
  const list = (n: number) => ({ list: Array.from({ length: n }, (_, i) => i), text: "a".repeat(2000) });

  test.each([
    ["three lists deep", "case.input.list.exists(a, case.input.list.all(b, case.input.list.exists(c, a + b + c < 0.0)))"],
    [
      "wherever they stand",
      "true && !(case.input.list.map(a, case.input.list.filter(b, case.input.list.all(c, true))).size() > 1)",
    ],
    ["or two, one of a text taken apart", "case.input.text.split('').all(a, case.input.list.exists(b, a == b))"],
  ])("%s is refused when the suite is loaded", (_, when) => {
    const refused = expect.objectContaining({ code: "SUITE_BROKEN", message: expect.stringContaining("two are the most") });
    expect(() => policiesFor([onlyWhen(when, says)])).toThrow(refused);
  });

  test.each([
    ["two lists deep", "case.input.list.all(a, case.input.list.exists(b, a == b))"],
    ["one after another", "case.input.list.filter(a, a > 1.0).map(a, a + 1.0).exists(a, a > 1.0)"],
    ["a text taken apart", "case.input.text.split('').all(a, a == 'a')"],
  ])("%s is answered", (_, when) => {
    expect(under(onlyWhen(when, says), list(1000))).toEqual({ kept: false, because: null });
  });

  test("a longer list cannot be read, nor what lies deeper, and what else the case says can", () => {
    expect(under(onlyWhen("case.input.list.all(a, a >= 0.0)", says), list(1001))).toEqual({
      kept: true,
      because: expect.stringContaining("ListOfMoreThan1000"),
    });
    expect(under(onlyWhen("case.input.text.contains('a')", says), list(1001)).kept).toBe(false);
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`);
    expect(under(onlyWhen("case.input == case.input", says), deep).because).toContain("MoreThan100Deep");
  });
});
