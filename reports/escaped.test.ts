import { expect, test } from "vitest";
import { escaped } from "./escaped.ts";

test("what GitHub makes formulas, issues and commits of stays text", () => {
  expect(escaped("$x^2$")).toBe("\\$x^2\\$");
  expect(escaped("see GH-1 and gh-22, not RGH-1")).toBe("see GH-<!-- -->1 and gh-<!-- -->22, not RGH-1");
  expect(escaped("commit deadbeef and 3f2a9c41d07e, a facade of 1,234,567")).toBe(
    "commit dead<!-- -->beef and 3f2a<!-- -->9c41d07e, a facade of 1,234,567",
  );
});
