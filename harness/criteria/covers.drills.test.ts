import { expect, test } from "vitest";
import { covers } from "./covers.ts";
import { drillsHold } from "./drillsHold.ts";
import { undoneWithin } from "./undoneWithin.ts";

test("of drills that have to hold, the order does not matter, more of them ask for more, and a name more than none at all", () => {
  const held = (...drills: readonly ("timed" | "poison" | "humanEdit")[]) => drillsHold({ days: 90, drills });
  expect(covers(held("timed", "poison"), held("poison", "timed"))).toBe(true);
  expect(covers(held("timed", "poison", "humanEdit"), held("poison", "timed"))).toBe(true);
  expect(covers(held("timed"), held("poison", "timed"))).toBe(false);
  expect(covers(held("timed"), drillsHold({ days: 90 }))).toBe(true);
  expect(covers(drillsHold({ days: 90 }), held("timed"))).toBe(false);
});

test("undone in time asks for more with a larger batch, more load, and drills that are newer", () => {
  const asked = { minutes: 15, share: 0.95, size: 50, load: 10, days: 90 };
  const strict = [{ size: 60 }, { load: 20 }, { days: 30 }, { minutes: 5 }, { share: 0.99 }];
  for (const change of strict) {
    const stricter = undoneWithin({ ...asked, ...change });
    expect([covers(stricter, undoneWithin(asked)), covers(undoneWithin(asked), stricter)]).toEqual([true, false]);
  }
  // A run that began before it had a limit of age asked for less.
  expect(covers(undoneWithin(asked), { name: "undoneWithin", params: { minutes: 15, share: 0.95 } })).toBe(true);
});
