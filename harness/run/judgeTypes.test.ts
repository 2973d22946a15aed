import { expect, test } from "vitest";
import { evidenceOf, NO_FACTS } from "../criteria/evidenceOf.ts";
import { agreementAtLeast } from "../criteria/index.ts";
import { drillsSeen } from "../evidence/drillsSeen.ts";
import type { JudgeFacts } from "../evidence/judgeFacts.ts";
import type { WallSeen } from "../evidence/wallCount.ts";
import type { TypeEvidence } from "../evidence.ts";
import type { ActionRow } from "../suite.ts";
import { deskSuite } from "./deskRun.ts";
import { judgeTypes } from "./judgeTypes.ts";

const SEALED: WallSeen = { isolation: "I3", sealed: true, canary: { tried: 20, open: 0 }, waiver: null };
const asked = agreementAtLeast(0.95);

/** What is decided where the agent differs in every case, and a model judge has yet to rule on so many of them. */
function decided(row: ActionRow, unruled: number) {
  const suite = deskSuite({ cases: [], actions: { pay: { climb: [asked], stay: [], ...row } } });
  const evidence = new Map([["pay", evidenceOf({ agreement: [0, 400] }, [asked])]]);
  const judge = { unruled, cases: 400, closed: null } as unknown as JudgeFacts;
  return judgeTypes(suite, evidence, SEALED, () => ({
    judge,
    confidence: null,
    policy: null,
    drills: drillsSeen([], [], NO_FACTS, { minutes: null, days: 90 }),
    wider: [],
    looks: [],
    sharesAt: () => (evidence.get("pay") as TypeEvidence).shares,
  }))[0]?.decided;
}

const HIGH: ActionRow = { risk: { tier: "high" }, owners: { business: "Kim Lee" } };

test.each<[string, ActionRow, number, object]>([
  ["hold for what was seen", { at: "L3", ask: "L4" }, 0, { verdict: "hold", bound: "evidence" }],
  ["which is open until the judge has ruled", { at: "L3", ask: "L4" }, 1, { verdict: "insufficient", bound: "evidence" }],
  [
    "demote, where the ceiling bars the present rung",
    { at: "L4", ask: "L5", ...HIGH },
    0,
    { verdict: "demote", to: "L3", bound: "ceiling" },
  ],
  ["whatever the judge may rule", { at: "L4", ask: "L5", ...HIGH }, 1, { verdict: "demote", to: "L3", bound: "ceiling" }],
  [
    "hold, where the ceiling bars the next one",
    { at: "L3", ask: "L4", ...HIGH },
    1,
    { verdict: "hold", to: "L3", bound: "ceiling" },
  ],
  [
    "and take no rung for unruled pairs there",
    { at: "L3", ask: "L4", stay: [asked], ...HIGH },
    1,
    { verdict: "hold", to: "L3", bound: "ceiling" },
  ],
])("a type compared by a model judge: %s", (_, row, unruled, expected) => {
  expect(decided(row, unruled)).toMatchObject(expected);
});
