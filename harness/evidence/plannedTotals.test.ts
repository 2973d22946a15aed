import { expect, test } from "vitest";
import { plannedTotals } from "./plannedTotals.ts";
import type { PlannedReview } from "./reviewLog.ts";

function plan(cases: readonly string[], more: Partial<PlannedReview> = {}): PlannedReview {
  const differing = cases.map((id) => ({ case: id, why: "differs" as const, types: ["pay"], double: false }));
  const items = [...differing, { case: `audit of ${cases[0]}`, why: "agrees" as const, types: ["pay"], double: false }];
  const fixed = { schema: "earnest/review/1" as const, run: "run", ledgerHead: "", rules: "", seed: 1 };
  return { ...fixed, items, disagreements: 11, agreements: 500, textOnly: 3, noProposal: 2, ...more };
}

test("plans of different cases add up", () => {
  expect(plannedTotals([plan(["a"]), plan(["b", "c"])])).toEqual({
    beyond: 19,
    textOnly: 6,
    noProposal: 4,
    agreements: 1000,
    atLeast: false,
  });
});

test("the same cases on two nights leave as much as one does, and what both have drawn is not left", () => {
  expect(plannedTotals([plan(["a"]), plan(["a"])])).toEqual({
    beyond: 10,
    textOnly: 3,
    noProposal: 2,
    agreements: 500,
    atLeast: true,
  });
  const more = plan(["a", "b"], { disagreements: 40, textOnly: 9 });
  expect(plannedTotals([plan(["a", "c"]), more])).toMatchObject({ beyond: 37, textOnly: 9, noProposal: 2, atLeast: true });
});

test("a third night that shares cases with both brings them together", () => {
  const [one, two, both] = [plan(["a"]), plan(["b"]), plan(["a", "b"], { disagreements: 20 })];
  for (const plans of [
    [one, two, both],
    [both, two, one],
    [one, both, two],
  ])
    expect(plannedTotals(plans)).toMatchObject({ beyond: 18, agreements: 500, atLeast: true });
  expect(plannedTotals([one, two, both, plan(["d"])])).toMatchObject({ beyond: 28, agreements: 1000, atLeast: true });
});
