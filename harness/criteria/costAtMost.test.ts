import { expect, test } from "vitest";
import { costAtMost } from "./costAtMost.ts";
import { evidenceOf } from "./evidenceOf.ts";

test.each([
  [0.09, "met"],
  [0.1, "met"],
  [0.11, "not-met"],
])("%d a case: says what these runs cost, and claims nothing beyond them", (amount, verdict) => {
  const cost = { perCase: { amount, currency: "EUR", says: `${amount} EUR` }, atLeast: false };
  const found = costAtMost({ amount: 0.1, currency: "EUR" }).judge(evidenceOf({}, [], { cost }), "decisions");
  expect(found).toMatchObject({
    verdict,
    limit: "At most 0.1 EUR a case in these runs",
    because: `In these runs a case cost ${amount} EUR in model calls on average; the limit is 0.1 EUR.`,
  });
});
