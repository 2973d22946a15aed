import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { digestOf } from "../canonical.ts";
import { atMost, cap, escalateWhen } from "../policy.ts";
import { envelopeExport, envelopeSchema } from "./envelopeExport.ts";
import { policiesFor } from "./forTests.ts";
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
  const policies = policiesFor(byRung, { lead: { pay: [cap("amount", 100)] } });
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
  });
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
