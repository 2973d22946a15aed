import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Proposed } from "../agent.ts";
import { digestOf } from "../canonical.ts";
import { atMost, cap, escalateWhen, forbidden, onlyIn, sureAtLeast } from "../policy.ts";
import { compileCel } from "./cel.ts";
import { celValue } from "./celWork.ts";
import { keptBy } from "./envelope.ts";
import { type EnvelopeExport, envelopeExport, envelopeSchema } from "./envelopeExport.ts";
import { caseOf, policiesFor } from "./forTests.ts";
import type { Policies } from "./policies.ts";

/** A suite in which `pay` stands on L3 of three rungs. */
const deskOf = (policies: Policies) => ({
  name: "desk",
  policies,
  ladder: { rungs: [{ id: "L3" }, { id: "L4" }, { id: "L5" }] },
  gates: new Map([["pay", { at: "L3" }]]),
});

const byRung = {
  L3: [cap("amount", 500)],
  L4: [
    cap("amount", 200, { control: "the ledger's own limit" }),
    atMost(50, "per day"),
    escalateWhen("case.input.new", { says: "New." }),
  ],
};

test("every rung's rules, as a policy engine can read them, and one digest over all", () => {
  const policies = policiesFor(byRung, { lead: { pay: [cap("amount", 100)] }, idle: {} });
  const { digest, ...rest } = envelopeExport(deskOf(policies));
  expect(digest).toBe(digestOf(rest));
  expect(rest.envelopes.map(({ type, rung }) => [type, rung])).toEqual([
    ["pay", "L3"],
    ["pay", "L4"],
  ]);
  expect(rest.envelopes[1]).toMatchObject({
    digest: policies.of("pay")?.digest,
    rules: [
      { name: "cap", control: "the ledger's own limit", stops: "escalate", cel: "action.params.amount <= 200.0", window: null },
      { name: "atMost", cel: null, window: { counts: "acts", param: null, limit: 50, per: "per day" } },
      { name: "escalateWhen", says: "New.", cel: "!(case.input.new)" },
    ],
    agents: { lead: [{ name: "cap", params: { param: "amount", limit: 100 } }] },
    chain: { name: "chain", stops: "refuse", params: { agents: ["lead"], named: ["idle", "lead"] } },
  });
});

/** As a policy engine would that has read nothing but the export. */
function enforced({ rules, agents, chain }: EnvelopeExport["envelopes"][number], input: unknown, act: Proposed): boolean {
  const through = act.chain ?? [];
  if (chain !== undefined && (through.length === 0 || !through.every((agent) => chain.params.agents.includes(agent))))
    return false;
  const { type, params, confidence } = act;
  const context = {
    case: celValue({ input, slices: {} }),
    action: celValue({ type, params }),
    ...(confidence === undefined ? {} : { confidence }),
  };
  const under = [...rules, ...(chain === undefined ? [] : through.flatMap((agent) => agents[agent] ?? []))];
  return under.every(({ cel }) => {
    const lets = compileCel(cel as string);
    return typeof lets === "function" && lets(context) === true;
  });
}

test("what is exported lets through what was counted, whoever an act came through", () => {
  const own = [
    cap("amount", 200),
    onlyIn("country", ["IE", 1, true]),
    escalateWhen("case.input.vip // c", { says: "A." }),
    sureAtLeast(0.8),
  ];
  const named = { lead: { pay: [cap("amount", 100)] }, sub: { pay: [forbidden()] }, free: { pay: [] }, idle: {} };
  const from = <T>(...values: readonly T[]) => fc.constantFrom(...values);
  const act = fc.record(
    {
      type: from("pay"),
      params: fc.record({ amount: from<unknown>(1, 150, 200, 200.01, "150", null), country: from<unknown>("IE", "ie", 1, true) }),
      confidence: from(0.8, 0.79),
      chain: fc.array(from("lead", "sub", "free", "idle", "stranger", "constructor"), { maxLength: 2 }),
    },
    { requiredKeys: ["type", "params"] },
  );
  for (const agents of [named, undefined]) {
    const policies = policiesFor(own, agents);
    const under = policies.under("pay");
    const [exported] = envelopeExport(deskOf(policies)).envelopes;
    if (under === undefined || exported === undefined) throw new Error("an envelope was written");
    const seen = { through: 0, kept: 0 };
    fc.assert(
      fc.property(act, from<unknown>({ vip: true }, { vip: false }, {}, "text"), (proposed, input) => {
        const counted = keptBy(under, caseOf(1, { input: input as never }), proposed as Proposed).length === 0;
        expect(enforced(exported, input, proposed as Proposed)).toBe(counted);
        seen[counted ? "through" : "kept"]++;
      }),
      { seed: 3, numRuns: 3000 },
    );
    expect(Math.min(seen.through, seen.kept)).toBeGreaterThan(5);
  }
});

test("another digest for whoever else may act, though no rule changes, and a reader can tell it from what is exported", () => {
  const digests = [undefined, {}, { lead: {} }, { lead: {}, sub: {} }, { lead: { pay: [] } }, { lead: { pay: [] }, sub: {} }].map(
    (agents) => {
      const policies = policiesFor([cap("amount", 5)], agents);
      const [
        { digest, rung: _, standing: __, granted: ___, ...rest } = { digest: "", rung: "", standing: null, granted: false },
      ] = envelopeExport(deskOf(policies)).envelopes;
      expect(digest).toBe(policies.of("pay")?.digest);
      expect(digestOf(rest)).toBe(digest);
      return digest;
    },
  );
  expect(new Set(digests).size).toBe(digests.length);
  const turned = [
    { lead: { pay: [] }, sub: {} },
    { sub: {}, lead: { pay: [] } },
  ].map((agents) => policiesFor([], agents).of("pay"));
  expect(turned[0]?.digest).toBe(turned[1]?.digest);
});

test("an action type that only its agents' rules hold has an envelope, and one that nobody named may do", () => {
  expect(policiesFor(undefined, { lead: { pay: [] } }).of("pay")).toMatchObject({ rules: [], digest: expect.any(String) });
  expect(policiesFor(undefined, { lead: {} }).of("pay")?.rules).toEqual([]);
  expect(policiesFor(undefined).of("pay")).toBeUndefined();
});

test("an envelope of a rung that nobody granted says so, by the suite or by the register", () => {
  const granted = (registered?: ReadonlyMap<string, { rung: string }>) =>
    envelopeExport(deskOf(policiesFor(byRung)), registered).envelopes.map((one) => [one.rung, one.standing, one.granted]);
  expect(granted()).toEqual([
    ["L3", "L3", true],
    ["L4", "L3", false],
  ]);
  expect(granted(new Map([["pay", { rung: "L5" }]]))).toEqual([
    ["L3", "L5", true],
    ["L4", "L5", true],
  ]);
  // A type that the register does not have is granted nothing.
  expect(granted(new Map())).toEqual([
    ["L3", null, false],
    ["L4", null, false],
  ]);
});

test("a suite without envelopes exports none", () => {
  expect(envelopeExport(deskOf(policiesFor(undefined))).envelopes).toEqual([]);
});

test("the published JSON Schema of the export is the one in use", () => {
  const path = new URL("./envelope.schema.json", import.meta.url);
  const text = `${JSON.stringify(z.toJSONSchema(envelopeSchema), null, 2)}\n`;
  if (process.env["EARNEST_UPDATE"] === "1") writeFileSync(path, text);
  expect(
    readFileSync(path, "utf8"),
    "refresh it with EARNEST_UPDATE=1 npx vitest run harness/policy/envelopeExport.test.ts",
  ).toBe(text);
});
