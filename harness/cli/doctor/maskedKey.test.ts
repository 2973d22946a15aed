import fc from "fast-check";
import { expect, test } from "vitest";
import { maskedKey } from "./maskedKey.ts";

test("a key is recognised by its end and its length", () => {
  expect(maskedKey(`sk-proj-${"a".repeat(39)}9f2c`)).toBe("sk-…9f2c (51 characters)");
  expect(maskedKey("a-key-of-another-house-1234")).toBe("…1234 (27 characters)");
});

test("no more of a key is shown than its last four characters, and nothing of a short one", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."αβγδεζηθικ"), minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(letters, (key) => {
      const seen = maskedKey(key).match(/[α-ω]/g)?.join("") ?? "";
      expect(seen).toBe(key.length < 20 ? "" : key.slice(-4));
    }),
  );
});
