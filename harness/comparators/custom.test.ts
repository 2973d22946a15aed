import { describe, expect, test } from "vitest";
import { custom } from "./custom.ts";

describe("custom", () => {
  test("yes, no and a likeness", () => {
    const parity = custom("parity", "2", (a, b) => Number(a) % 2 === Number(b) % 2, { modulus: 2 });
    expect(parity).toMatchObject({ name: "parity", version: "2", params: { modulus: 2 } });
    expect(parity.compare(1, 3)).toEqual({ verdict: "same" });
    expect(parity.compare(1, 2)).toEqual({ verdict: "different", because: "1 against 2" });
    const near = custom("near", "1", () => ({ verdict: "minor", because: "x".repeat(1000) }));
    expect(near.compare(1, 2).verdict).toBe("minor");
    expect(near.compare(1, 2).because).toHaveLength(500);
  });

  test.each([async () => true, () => undefined, () => 1, () => "same", () => ({ verdict: "match" })])(
    "any other answer is refused, never taken for yes (%#)",
    (compare) => {
      const comparator = custom("odd", "1", compare as never);
      expect(() => comparator.compare(1, 1)).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
    },
  );

  test.each([
    () => custom("", "1", () => true),
    () => custom("a", " ", () => true),
    () => custom("a", undefined as never, () => true),
    () => custom("a", "1", undefined as never),
    () => custom("a", "1", () => true, { f: () => 1, n: Number.NaN } as never),
  ])("what cannot be printed stops the suite (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
  });

  test("what your function throws is passed on", () => {
    const broken = custom("broken", "1", () => {
      throw new TypeError("no street");
    });
    expect(() => broken.compare(1, 1)).toThrow("no street");
  });
});
