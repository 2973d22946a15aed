import fc from "fast-check";
import { expect, test } from "vitest";
import { sameJson } from "../canonical.ts";
import { firstDifference } from "./firstDifference.ts";

test.each([
  [
    "a member",
    { a: 1, b: { c: [1, { d: "x" }] } },
    { b: { c: [1, { d: "y" }] }, a: 1 },
    { at: "b.c[1].d", recorded: "x", now: "y" },
  ],
  ["a member too few", { a: 1, b: 2 }, { b: 2 }, { at: "a", recorded: 1, now: undefined }],
  ["a member too many", { b: 2 }, { b: 2, toString: 1 }, { at: "toString", recorded: undefined, now: 1 }],
  ["a shorter list", { a: [1, 2] }, { a: [1] }, { at: "a[1]", recorded: 2, now: undefined }],
  ["another kind", { a: [] }, { a: {} }, { at: "a", recorded: [], now: {} }],
  ["the whole", null, 0, { at: "", recorded: null, now: 0 }],
])("names the place: %s", (_, recorded, now, found) => {
  expect(firstDifference(recorded, now)).toEqual(found);
});

test("finds a difference exactly where the canonical forms differ", () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(firstDifference(a, structuredClone(a))).toBeUndefined();
      expect(firstDifference(a, b) === undefined).toBe(sameJson(a, b));
    }),
  );
});
