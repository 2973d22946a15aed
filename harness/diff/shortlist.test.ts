import fc from "fast-check";
import { expect, test } from "vitest";
import { Shortlist } from "./shortlist.ts";

test("whatever comes in whatever order, the first are kept and all are counted", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 1000, size: "max" }), fc.integer({ min: 0, max: 50 }), (given, most) => {
      const list = new Shortlist<number>(most, (a, b) => a - b);
      for (const one of given) list.add(one);
      expect(list.list()).toEqual({ n: given.length, listed: given.toSorted((a, b) => a - b).slice(0, most) });
    }),
    { seed: 1 },
  );
});
