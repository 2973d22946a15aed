import { expect, test } from "vitest";
import { bars } from "./bars.ts";

test.each([
  [[true, false], "2 other kinds, 8 of them serious", false],
  [[true, true], "2 other kinds", true],
  [[false, false], "2 other kinds", false],
])("a sum of kinds of which %s are serious says how many of it are", (serious, label, marked) => {
  const [, rest] = bars(
    [
      { label: "most", n: 30, serious: true },
      { label: "a", n: 8, serious: serious[0] as boolean },
      { label: "b", n: 15, serious: serious[1] as boolean },
    ],
    1,
  );
  expect(rest).toEqual({ label, n: "23", width: "0", serious: marked });
});
