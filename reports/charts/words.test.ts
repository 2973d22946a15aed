import fc from "fast-check";
import { expect, test } from "vitest";
import { fitting, textWidth } from "./words.ts";

test("words that fit stay whole, and what is cut has room, in bold as well", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 40, max: 900 }), fc.boolean(), (words, room, bold) => {
      const said = fitting(words, room, 13, bold);
      expect(textWidth(said, 13, bold)).toBeLessThanOrEqual(room);
      if (said !== words) expect(said.endsWith("…")).toBe(true);
    }),
    { seed: 1 },
  );
  expect(fitting("Issue a refund", 200, 13, true)).toBe("Issue a refund");
});
