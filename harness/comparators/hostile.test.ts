import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparator } from "../action.ts";
import { canonicalJson } from "../canonical.ts";
import { custom, dates, exact, fields, ignore, minor, oneOf, sameSet, text, within } from "./index.ts";
import { judged } from "./judged.ts";

const all: readonly Comparator[] = [
  exact(),
  ignore(),
  text(),
  within(0.5, { units: { EUR: 1, cent: 0.01 } }),
  dates({ minutes: 15 }, { zone: "Europe/Amsterdam" }),
  sameSet(),
  sameSet(text(), { duplicates: "ignore" }),
  sameSet(sameSet(within(1))),
  oneOf([["US", "USA"]]),
  fields({ amount: within(1), note: minor(text()) }),
  fields({ lines: sameSet(fields({ a: exact() })) }, { rest: minor(text()) }),
  judged({ judge: { name: "model", version: "1" }, rulings: [] }),
  fields({ note: judged({ judge: { name: "model", version: "1" }, rulings: [] }) }),
  custom("own", "1", (a, b) => a === b),
];

const deep = (open: string, close: string): unknown => JSON.parse(`${open.repeat(20_000)}1${close.repeat(20_000)}`);
const cycle: Record<string, unknown> = { a: 1 };
cycle.self = cycle;

const hostile: readonly unknown[] = [
  deep("[", "]"),
  deep('{"a":', "}"),
  cycle,
  "\ud800",
  ["\udc00", { "\ud800": 1 }],
  "😀".repeat(20_000),
  `${"a".repeat(59)}😀`,
  "\u001b[2J\u202e<script>",
  Array.from({ length: 2000 }, (_, i) => i),
  Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${"k".repeat(100)}${i}`, i])),
  { lines: [{ a: { a: 1 } }, null, 1, { b: "x".repeat(1000) }], note: [[[]]] },
  JSON.parse('{"__proto__": {"verdict": "same"}, "hasOwnProperty": 1, "toJSON": "x", "length": -1}'),
  { amount: -1e308, currency: "__proto__" },
  { amount: 5, currency: "EUR" },
  Number.NaN,
  10n,
  () => 1,
  Symbol("a"),
  undefined,
  null,
  "",
  [],
  {},
  -0,
];

describe.each(
  all.map((comparator) => [`${comparator.name} ${canonicalJson(comparator.params).slice(0, 60)}`, comparator] as const),
)("%s", (_name, comparator) => {
  test("answers every hostile pair, in a bounded and well-formed sentence", () => {
    for (const a of hostile) {
      for (const b of hostile) {
        const { verdict, because } = comparator.compare(a, b);
        expect(["same", "minor", "different"]).toContain(verdict);
        if (verdict === "same") continue;
        expect(because?.length ?? 0).toBeGreaterThan(0);
        expect(because?.length ?? 0).toBeLessThanOrEqual(500);
        expect(because?.isWellFormed()).toBe(true);
      }
    }
  });

  test("every value is the same as itself", () => {
    for (const value of hostile) {
      if (!Number.isNaN(value)) expect(comparator.compare(value, value).verdict).toBe("same");
    }
    if (comparator.name === "own") return;
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(comparator.compare(value, structuredClone(value)).verdict).toBe("same");
      }),
      { seed: 13 },
    );
  });

  test("any two pieces of JSON get an answer, and all but relative tolerance the same one both ways", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const { verdict, because } = comparator.compare(a, b);
        expect(comparator.compare(b, a).verdict).toBe(verdict);
        expect((because ?? "").length).toBeLessThanOrEqual(500);
        expect(because === undefined).toBe(verdict === "same");
      }),
      { seed: 14, numRuns: 300 },
    );
  });

  test("is described by plain data", () => {
    expect(JSON.parse(canonicalJson(comparator.params))).toEqual(comparator.params);
    expect(comparator.version).not.toBe("");
  });
});

test("nothing was written onto the prototype of everything", () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).verdict).toBeUndefined();
});
