import { expect, test } from "vitest";
import { inProcess } from "../agents/inProcess.ts";
import { defineDataset } from "../dataset/defineDataset.ts";
import { rows } from "../sources/rows.ts";
import type { Suite } from "../suite.ts";
import { refuseUnknown } from "./refuseUnknown.ts";

const suite: Suite = {
  name: "desk",
  dataset: defineDataset({ name: "none", cases: rows("memory", []) }),
  agent: inProcess({ name: "still", version: "1", propose: () => ({ kind: "abstain" }) }),
  actions: { close: { title: "Close" } },
  reads: { orders: { about: "Look up an order." } },
};

test("what is known passes", () => {
  expect(() => refuseUnknown(suite)).not.toThrow();
});

test.each([
  [
    { ...suite, redact: { none: "?" } },
    'the suite has a member "redact" that earnest does not know, which belongs into defineDataset',
  ],
  [{ ...suite, wavier: { by: "Kim", because: "?" } }, 'the suite has a member "wavier"'],
  [{ ...suite, dataset: { ...suite.dataset, redacted: {} } }, 'the dataset has a member "redacted"'],
  [{ ...suite, actions: { close: { clib: [] } } }, 'the row of close has a member "clib"'],
  [{ ...suite, reads: { orders: { stubb: () => 1 } } }, 'the read orders has a member "stubb"'],
])("a slip of the pen is refused by its name: %#", (given, says) => {
  expect(() => refuseUnknown(given as Suite)).toThrow(says);
});
