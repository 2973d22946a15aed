import { expect, test } from "vitest";
import type { Drilled } from "../evidence/drilledBy.ts";
import { loosened, type RulesKept } from "./loosened.ts";

const DRILL: Drilled = {
  drill: "revertBatch",
  version: "1",
  size: 50,
  handler: { name: "payer", version: "1" },
  fixture: { name: "books", version: "1" },
  engines: ["sqlite", "pg"],
};
const EDIT: Drilled = { ...DRILL, drill: "humanEdit" };
const rules = (drilled: readonly Drilled[] | undefined): RulesKept => ({
  gates: { pay: { at: "L3", ask: "L4", ...(drilled === undefined ? {} : { drilled }) } },
});
const says = (was: readonly Drilled[] | undefined, is: readonly Drilled[] | undefined) =>
  loosened(rules(was), rules(is), () => "Pay").map((one) => one.says);

test("a drill that came is not called looser, nor a larger batch, nor rules from before drills were kept", () => {
  expect(says([DRILL], [EDIT, DRILL])).toEqual([]);
  expect(says([DRILL], [{ ...DRILL, size: 80, engines: ["pg", "sqlite", "other"] }])).toEqual([]);
  expect(says(undefined, [DRILL])).toEqual([]);
  expect(says([DRILL, { ...DRILL, size: 5 }], [DRILL])).toEqual([]);
});

test.each<[string, readonly Drilled[] | undefined, string]>([
  ["taken out", [EDIT], "its drill “everything undone” is gone"],
  [
    "taken out with all others",
    undefined,
    "its drill “everything undone” is gone; its drill “a person’s change in between” is gone",
  ],
  ["smaller", [{ ...DRILL, size: 5 }, EDIT], "was of batches of 50, and is of 5 now"],
  ["on fewer engines", [{ ...DRILL, engines: ["sqlite"] }, EDIT], "was on sqlite and pg, and is not on pg now"],
  [
    "of another handler",
    [{ ...DRILL, handler: { name: "payer", version: "2" } }, EDIT],
    "was of handler payer 1, and is of payer 2 now",
  ],
  [
    "of another fixture",
    [{ ...DRILL, fixture: { name: "toys", version: "1" } }, EDIT],
    "was of fixture books 1, and is of toys 1 now",
  ],
  ["of another version", [{ ...DRILL, version: "2" }, EDIT], "was version 1, and is version 2 now"],
])("a drill that is %s is said", (_name, now, words) => {
  expect(says([DRILL, EDIT], now)).toEqual([expect.stringContaining(words)]);
});
