import { expect, test } from "vitest";
import type { Proposal, SeenCase } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { agreementAtLeast, coverageAtLeast } from "../criteria/index.ts";
import { defineDataset } from "../dataset/defineDataset.ts";
import { atMost, cap, onlyIn, type Rule } from "../policy.ts";
import { rows } from "../sources/rows.ts";
import { readySuite, type Suite } from "../suite.ts";
import { runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";

/** An agent that is right up to 100, and adds one above. */
const agreed = (amount: number) => (amount <= 100 ? amount : amount + 1);
const N = 400;
const cases = Array.from({ length: N }, (_, i) => ({
  id: `c${i}`,
  at: new Date(Date.UTC(2026, 2, 1 + (i % 20), i % 24)).toISOString(),
  input: { amount: (i * 37) % 125 },
  outcome: { reopened: i % 50 === 0 },
  decisions: [{ actions: [{ type: "pay", params: { amount: (i * 37) % 125 } }] }],
}));

function suiteWith(envelope: readonly Rule[], asked: { n: number }): Suite {
  return {
    name: "desk",
    waiver: { by: "the authors of these tests", because: "the agent runs in the test itself" },
    dataset: defineDataset({
      name: "desk",
      cases: rows(
        "memory",
        cases.map((raw, i) => ({ raw, where: { file: "memory", line: i + 1 } })),
      ),
    }),
    agent: inProcess({
      name: "clerk",
      version: "1",
      propose: ({ input }: SeenCase): Proposal => {
        asked.n++;
        return { kind: "act", actions: [{ type: "pay", params: { amount: agreed((input as { amount: number }).amount) } }] };
      },
    }),
    actions: {
      pay: {
        at: "L3",
        ask: "L4",
        climb: [agreementAtLeast(0.9), coverageAtLeast(0.3)],
        envelope,
        goodOutcome: "!outcome.reopened",
      },
    },
  };
}

test("what never counts because its policy kept back all of it is not said to be never proposed", async () => {
  using dir = runFolder();
  const suite = readySuite(suiteWith([cap("amount", -1)], { n: 0 }));
  await runInto(dir.path, suite);
  const [pay] = judge(suite, dir.path).judgement.types;
  expect(pay?.decided.climb[0]).toMatchObject({
    because: "Its policy kept back each of its 400 proposals, so these cases cannot say yes or no.",
    fact: "all kept back",
  });
  expect(JSON.stringify(pay?.decided)).not.toContain("never proposed");
});

test("another cap changes the verdict on the old ledger, without one call of the agent", async () => {
  using dir = runFolder();
  const asked = { n: 0 };
  const wide = readySuite(suiteWith([cap("amount", 1000)], asked));
  await runInto(dir.path, wide);
  expect(asked.n).toBe(N);
  const before = judge(wide, dir.path).judgement;
  const after = judge(readySuite(suiteWith([cap("amount", 100)], asked)), dir.path).judgement;
  expect(before.types[0]?.decided.verdict).toBe("hold");
  expect(after.types[0]?.decided.verdict).toBe("promote");
  expect(after.run.rulesChanged).toBe(true);
  expect(asked.n).toBe(N);
  const { policy, evidence } = after.types[0] ?? expect.fail();
  expect(policy?.through).toBe(evidence.proposed.n);
  expect(evidence.proposed.n).toBe(evidence.proposed.matches);
  expect(policy?.rules[0]?.limits.find(({ now }) => now)).toMatchObject({ limit: 100, through: evidence.proposed.n, serious: 0 });
  expect(policy?.proposed).toBe(N);
  expect(judge(readySuite(suiteWith([cap("amount", 100)], asked)), dir.path).judgement).toEqual(after);
});

test("a limit over time is kept whatever the order of the sample, and what it keeps back costs coverage", async () => {
  using dir = runFolder();
  const suite = readySuite(
    suiteWith(
      [
        onlyIn(
          "amount",
          Array.from({ length: 101 }, (_, i) => i),
        ),
        atMost(2, "per day"),
      ],
      { n: 0 },
    ),
  );
  await runInto(dir.path, suite);
  const { types } = judge(suite, dir.path).judgement;
  expect(types[0]?.policy).toMatchObject({ proposed: N, through: 40 });
  expect(types[0]?.evidence.decided).toMatchObject({ n: N, matches: 40 });
  expect(types[0]?.decided.verdict).toBe("hold");
});
