import type { Judgement } from "earnest";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { typeViews } from "./typeView.ts";
import { labelNames } from "./words.ts";

/** A judgement of types named by pairs of type and title. */
function judgementOf(named: readonly (readonly [string, string])[]): Judgement {
  const judgement = sampleJudgement({ types: 1 });
  const [like] = judgement.types;
  if (like === undefined) throw new Error("the sample has a type");
  return { ...judgement, types: named.map(([type, title]) => ({ ...like, type, title })) };
}

const anchorsOf = (types: readonly string[]) =>
  typeViews(judgementOf(types.map((type) => [type, type]))).map(({ anchor }) => anchor);

test("no two types share an anchor, whatever their names, and an anchor is one word", () => {
  const names = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("a", "A", "-", "2", "~", "_", " ", "\ud800") }),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.oneof(
          names,
          names.map((name) => `${"x".repeat(100)}${name}`),
        ),
      ),
      (types) => {
        const anchors = anchorsOf(types);
        expect(new Set(anchors).size).toBe(types.length);
        for (const anchor of anchors) expect(anchor).toMatch(/^a-[\w.~-]{0,145}$/);
      },
    ),
  );
  expect(new Set(anchorsOf(["a b", "a~0020b", "a-b", "a_b", "a.b", "A B"])).size).toBe(6);
  expect(anchorsOf(["refund-2", "refund", "Refund"])).toEqual(["a-refund-2", "a-refund", "a-Refund"]);
});

test("an anchor does not depend on the other types", () => {
  const [, late] = anchorsOf(["x", "ümlaut and more"]);
  expect(anchorsOf(["ümlaut and more"])).toEqual([late]);
});

test("a title that another type has, or that says something else on the page, comes with the type", () => {
  const judgement = judgementOf([
    ["refund-2", "Issue a refund"],
    ["refund", "Issue  a refund"],
    ["close", "Close"],
    ["nothing", "Did nothing"],
  ]);
  const titles = ["Issue a refund (refund-2)", "Issue  a refund (refund)", "Close", "Did nothing (nothing)"];
  expect(typeViews(judgement).map(({ title }) => title)).toEqual(titles);
  expect(typeViews(judgement).map(({ code }) => code)).toEqual([null, null, "close", null]);
  expect(["refund-2", "refund", "close", "nothing"].map(labelNames(judgement))).toEqual(titles);
  expect(labelNames(judgement)("none")).toBe("Did nothing");
});
