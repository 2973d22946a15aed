import { expect, test } from "vitest";
import type { RuleSeen } from "../policy/policySeen.ts";
import { unreadSaid } from "./unreadSaid.ts";

const rule = (says: string, unread: number, unreadBecause: string | null = null): RuleSeen => ({
  name: "cap",
  says,
  control: null,
  stops: "escalate",
  agent: null,
  kept: 0,
  alone: 0,
  matches: 0,
  serious: 0,
  unread,
  unreadBecause,
  limits: [],
});

const type = (title: string, rules: readonly RuleSeen[]) => ({
  title,
  policy: { digest: "", rung: "L4", proposed: 609, through: 0, escalated: 609, refused: 0, matchesKept: 500, rules },
});

test("a rule that could not be read is told before anybody relies on the answer, most first, three by name", () => {
  const said = unreadSaid([
    { title: "Tag", policy: null },
    type("Reply", [rule("A.", 2, "it came to neither true nor false"), rule("B.", 0), rule("C.", 1), rule("D.", 3)]),
    type("Refund", [rule("The amuont of one act is at most 120.", 609, "No such key: amuont")]),
    type("Close", [rule("E.", 1)]),
  ]);
  expect(said).toEqual([
    "“Refund”: in 609 of 609 proposals the rule “The amuont of one act is at most 120” could not be read (No such key: amuont), which keeps an act back.",
    "“Reply”: in 3 of 609 proposals the rule “D” could not be read, which keeps an act back.",
    "“Reply”: in 2 of 609 proposals the rule “A” could not be read (it came to neither true nor false), which keeps an act back.",
    "Two more rules could not be read in some proposals; the report says which.",
  ]);
  expect(unreadSaid([type("Refund", [rule("A.", 0)])])).toEqual([]);
});
