import { describe, expect, test } from "vitest";
import type { Proposed } from "../agent.ts";
import { exact } from "../comparators/exact.ts";
import {
  atMost,
  cap,
  compareUnder,
  escalateWhen,
  forbidden,
  forbidWhen,
  onlyIn,
  onlyWhen,
  PolicyCount,
  type Rule,
  sureAtLeast,
} from "../policy.ts";
import { caseOf, pay, policiesFor, proposing, TYPES } from "./forTests.ts";

const FLAGGED = { input: { flags: ["new"] } };

function outcomeUnder(rules: readonly Rule[], act: Proposed, one = caseOf(act.params["amount"], FLAGGED)) {
  const [[cell] = []] = compareUnder(policiesFor(rules), one, [proposing(act)], TYPES);
  return cell;
}

describe("what a rule keeps back", () => {
  test.each<[string, Rule, Proposed, boolean]>([
    ["a cap lets the limit itself through", cap("amount", 200), pay(200), true],
    ["and nothing above", cap("amount", 200), pay(200.01), false],
    ["nor what is missing", cap("other", 200), pay(100), false],
    ["nor what is no number", cap("amount", 200), pay("100"), false],
    ["a list of values", onlyIn("amount", [100, "a"]), pay(100), true],
    ["and others", onlyIn("amount", [100, "a"]), pay(101), false],
    ["sure enough", sureAtLeast(0.9), pay(1, { confidence: 0.9 }), true],
    ["not sure enough", sureAtLeast(0.9), pay(1, { confidence: 0.89 }), false],
    ["not saying how sure", sureAtLeast(0.9), pay(1), false],
    ["a condition on the case", escalateWhen("case.input.flags.exists(f, f == 'new')", { says: "New." }), pay(1), false],
    ["that is not true", escalateWhen("case.input.flags.exists(f, f == 'old')", { says: "Old." }), pay(1), true],
    ["whole numbers against decimals", escalateWhen("action.params.amount > 200", { says: "High." }), pay(200.5), false],
    ["whole numbers against whole ones", escalateWhen("action.params.amount > 200", { says: "High." }), pay(200), true],
    ["a scope", onlyWhen("action.params.amount == 5", { says: "Five." }), pay(5), true],
    ["outside the scope", onlyWhen("action.params.amount == 5", { says: "Five." }), pay(6), false],
    ["a condition that cannot be read", escalateWhen("case.input.missing == 1", { says: "Missing." }), pay(1), false],
    [
      "a case by its id, which is not there to be read",
      escalateWhen("[case].exists(c, c.id == 'c2')", { says: "It." }),
      pay(1),
      false,
    ],
    ["one that is neither true nor false", onlyWhen("action.params.amount", { says: "What?" }), pay(1), false],
    ["everything", forbidden(), pay(1), false],
  ])("%s", (_, rule, act, through) => {
    const cell = outcomeUnder([rule], act);
    expect(cell?.outcome).toBe(through ? "match" : "escalated");
    expect(cell?.would).toBe(through ? undefined : rule.stops);
  });

  test("a refusal is the stronger word, and what it would have come to is said too", () => {
    const cell = outcomeUnder([cap("amount", 200), forbidWhen("true", { says: "Never." })], pay(300), caseOf(100));
    expect(cell).toMatchObject({ would: "refuse", outcome: "escalated", otherwise: "params" });
    expect(cell?.because).toBe(
      "The policy refuses this: The amount of one act is at most 200. Never. Let through, it would have differed: amount: 100 against 300",
    );
  });

  test("a hand-over and a type without an envelope are left alone", () => {
    const given = policiesFor([forbidden()]);
    const cells = compareUnder(
      given,
      caseOf(1),
      [proposing({ type: "escalate", params: {} }, { type: "tag", params: {} })],
      TYPES,
    );
    expect(cells[0]?.every(({ would }) => would === undefined)).toBe(true);
  });

  test("an act that cannot be carried out stays a failure, and is no proposal", () => {
    const types = new Map([["pay", { compare: exact(), paramsFault: () => "no" }]]);
    const given = policiesFor([forbidden()]);
    const observations = [proposing(pay(1))];
    const [vote = []] = compareUnder(given, caseOf(1), observations, types);
    expect(vote).toMatchObject([{ outcome: "failed" }]);
    const count = new PolicyCount(given, () => []);
    count.add(caseOf(1), vote, observations);
    expect(count.seen("pay")).toMatchObject({ proposed: 0, refused: 0 });
  });

  test("every attempt stands under the rules", () => {
    const cells = compareUnder(policiesFor([cap("amount", 5)]), caseOf(9), [proposing(pay(9)), proposing(pay(9))], TYPES);
    expect(cells.map(([cell]) => cell?.would)).toEqual(["escalate", "escalate"]);
  });
});

describe("what is counted", () => {
  test("by rule, what it alone kept back, and where the limit could stand", () => {
    const given = policiesFor([
      cap("amount", 200),
      escalateWhen("case.input.flags.size() > 1", { says: "Two flags." }),
      atMost(9, "per day"),
    ]);
    const count = new PolicyCount(given, () => ["overreach"]);
    const add = (person: unknown, amount: unknown, flags: readonly string[] = ["a"]) => {
      const one = caseOf(person, { input: { flags } });
      const observations = [proposing(pay(amount))];
      count.add(one, compareUnder(given, one, observations, TYPES)[0] ?? [], observations);
    };
    add(100, 100);
    add(150, 150);
    add(300, 300);
    add(undefined, 390);
    add(250, 251, ["a", "b"]);
    add(100, 100, ["a", "b"]);
    add(100, "much");
    expect(count.seen("pay")).toMatchObject({
      rung: "L4",
      proposed: 7,
      through: 2,
      escalated: 5,
      refused: 0,
      matchesKept: 2,
      rules: [
        {
          name: "cap",
          kept: 3,
          alone: 2,
          matches: 1,
          serious: 1,
          unread: 1,
          unreadBecause: "no such overload: dyn<string> <= double",
          limits: [
            { limit: 100, through: 1, matches: 1, serious: 0, now: false },
            { limit: 150, through: 2, matches: 2, serious: 0, now: false },
            { limit: 200, through: 2, matches: 2, serious: 0, now: true },
            { limit: 390, through: 4, matches: 3, serious: 1, now: false },
            { limit: 400, through: 4, matches: 3, serious: 1, now: false },
          ],
        },
        { name: "escalateWhen", kept: 2, alone: 1, matches: 1 },
        { name: "atMost", kept: 0 },
      ],
    });
    expect(count.seen("tag")).toBeNull();
  });
});
