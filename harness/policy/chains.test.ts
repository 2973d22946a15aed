import { describe, expect, test } from "vitest";
import { atMost, cap, escalateWhen, forbidden, onlyIn, type Rule, spendAtMost, sureAtLeast } from "../policy.ts";
import { caseOf, countUnder, pay, policiesFor, proposing } from "./forTests.ts";

type Agents = Record<string, Record<string, readonly Rule[]>>;

function seenWith(
  agents: Agents,
  chain: readonly string[] | undefined,
  amount = 50,
  own: readonly Rule[] = [cap("amount", 100)],
) {
  const policies = policiesFor(own, agents);
  const seen = [
    {
      one: caseOf(amount, { at: "2026-03-02T01:00:00Z" }),
      observation: proposing(pay(amount, chain === undefined ? {} : { chain })),
    },
  ];
  const { cells, count } = countUnder(policies, seen);
  return { cell: cells[0]?.[0], wider: count.wider("pay"), policy: count.seen("pay") };
}

describe("an act that came through several agents", () => {
  const agents = { lead: { pay: [cap("amount", 80)] }, clerk: { pay: [cap("amount", 40)] }, idle: {} };
  test.each([
    ["stands under the row's rules", ["lead"], 100.5, ["cap", "cap"], "escalate"],
    ["under those of the one that was asked", ["lead"], 90, ["cap"], "escalate"],
    ["and under those of the one that proposed it", ["lead", "clerk"], 50, ["cap"], "escalate"],
    ["and is let through where all let it through", ["lead", "clerk"], 40, [], undefined],
    ["is refused where one of them is not named", ["lead", "stranger"], 10, ["chain"], "refuse"],
    ["or may not do this at all", ["lead", "idle"], 10, ["chain"], "refuse"],
    ["or where it names no agent, and would stand under no agent's rules", undefined, 10, ["chain"], "refuse"],
    ["nor in an empty chain", [], 10, ["chain"], "refuse"],
  ] as const)("%s", (_, chain, amount, rules, would) => {
    const { cell, policy } = seenWith(agents, chain, amount);
    expect(cell?.would).toBe(would);
    expect(policy?.rules.filter(({ kept }) => kept > 0).map(({ name }) => name)).toEqual(rules);
  });

  test("says whose rule it was", () => {
    const { cell, policy } = seenWith(agents, ["lead", "clerk"]);
    expect(cell?.because).toBe('The policy hands this to a person: The amount of one act is at most 40 (a rule for "clerk").');
    expect(policy?.rules.map(({ agent }) => agent)).toEqual([null, "lead", "clerk"]);
  });

  test("stands under the row's rules alone where the suite names no agents, whether it has a chain or none", () => {
    const policies = policiesFor([cap("amount", 100)]);
    const chained = [{ one: caseOf(50), observation: proposing(pay(50, { chain: ["stranger"] })) }];
    expect(countUnder(policies, chained).cells[0]?.[0]?.would).toBeUndefined();
    const plain = [{ one: caseOf(90), observation: proposing(pay(90)) }];
    expect(countUnder(policies, plain).cells[0]?.[0]?.would).toBeUndefined();
  });

  test("says that it has to name its agents, where it names none", () => {
    expect(seenWith(agents, undefined, 10).cell?.because).toBe(
      "The policy refuses this: An act names the agents it comes through, and each of them is named in the suite, and allowed this type of act.",
    );
  });

  test("is refused without a rule of the row, too, where an agent of its chain is not named", () => {
    expect(seenWith({ lead: { pay: [] } }, ["stranger"], 1, []).cell?.would).toBe("refuse");
    expect(seenWith({ lead: { pay: [] } }, ["lead"], 1, []).cell?.would).toBeUndefined();
  });

  test("counts against its agent's own limit over time", () => {
    const policies = policiesFor([], { lead: { pay: [atMost(1, "per day")] }, clerk: { pay: [] } });
    const seen = [["lead"], ["clerk"], ["lead", "clerk"]].map((chain, i) => ({
      one: caseOf(1, { id: `c${i}`, at: `2026-03-02T0${i}:00:00Z` }),
      observation: proposing(pay(1, { chain })),
    }));
    expect(countUnder(policies, seen).cells.map(([cell]) => cell?.would)).toEqual([undefined, undefined, "escalate"]);
  });
});

describe("a sub-agent that is allowed more than the agent it works for", () => {
  const when = escalateWhen("case.input.new", { says: "New." });
  test.each<[string, readonly Rule[], readonly Rule[], number]>([
    ["the same", [cap("amount", 80), when], [cap("amount", 80), when], 0],
    ["less", [cap("amount", 80)], [cap("amount", 40), when], 0],
    ["a higher limit", [cap("amount", 80)], [cap("amount", 90)], 1],
    ["another param", [cap("amount", 80)], [cap("fee", 80)], 1],
    ["none of two rules", [cap("amount", 80), when], [], 2],
    ["the same condition, said otherwise", [when], [escalateWhen("case.input.new", { says: "Fresh." })], 0],
    ["more acts", [atMost(5, "per day")], [atMost(6, "per day")], 1],
    ["as many over a longer time", [atMost(5, "per day")], [atMost(5, "per week")], 0],
    ["more of a day at once, though over a longer time", [atMost(5, "per day")], [atMost(6, "per week")], 1],
    ["fewer each day than in the week", [atMost(70, "per week")], [atMost(10, "per day")], 0],
    ["more in the week by what it may each day", [atMost(69, "per week")], [atMost(10, "per day")], 1],
    ["more money", [spendAtMost("amount", 5, "per day")], [spendAtMost("amount", 5.5, "per day")], 1],
    ["a value more", [onlyIn("amount", [50])], [onlyIn("amount", [50, 60])], 1],
    ["a value less", [onlyIn("amount", [50, 60])], [onlyIn("amount", [50])], 0],
    ["less sure", [sureAtLeast(0.9)], [sureAtLeast(0.8)], 1],
    ["nothing at all", [cap("amount", 80)], [forbidden()], 0],
    ["what its agent never does", [forbidden()], [], 1],
  ])("%s", (_, parent, child, findings) => {
    const { wider } = seenWith({ lead: { pay: parent }, clerk: { pay: child } }, ["lead", "clerk"]);
    expect(wider).toHaveLength(findings);
    expect(wider.every((one) => one.parent === "lead" && one.child === "clerk" && one.because.endsWith("."))).toBe(true);
  });

  test("is said in a sentence, once for each rule, however often it was seen", () => {
    const { wider } = seenWith({ lead: { pay: [cap("amount", 80)] }, clerk: { pay: [] } }, ["lead", "clerk", "clerk"]);
    expect(wider).toEqual([
      {
        child: "clerk",
        parent: "lead",
        because: "lead stands under a rule that clerk lacks, or has looser: The amount of one act is at most 80.",
      },
    ]);
  });

  test("also where its agent may not do this at all; who was not seen, and who is not named, is no finding", () => {
    const agents = { lead: {}, clerk: { pay: [] }, other: { pay: [] } };
    expect(seenWith(agents, ["lead", "clerk"]).wider).toEqual([
      { child: "clerk", parent: "lead", because: "The suite does not allow lead this type of act." },
    ]);
    expect(seenWith(agents, ["stranger", "clerk"]).wider).toEqual([]);
  });
});
