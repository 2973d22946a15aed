import { expect, test } from "vitest";
import type { RiskProfile } from "../ceiling/riskProfile.ts";
import { seenOn } from "../ceiling.ts";
import { evidenceLadder } from "../ladders.ts";
import { ceilingFinding } from "./bounds.ts";

const OWNED = { type: "refund", owners: { business: "Operations" } };
const SETTLED = { governance: { by: "Risk board", reference: "RB-12" } };

function change(risk: RiskProfile, context: Parameters<typeof seenOn>[4] = OWNED): string {
  return ceilingFinding(seenOn(risk, evidenceLadder, "L3", "L4", context), "ask").change;
}

test("what lifts a ceiling is said of the bound that sets it", () => {
  expect(change({ signals: ["wide-permissions"], tier: "high" })).toMatch(/^a named decision that settles it \(governance, /);
  expect(change({ tier: "low" }, { type: "refund" })).toMatch(/^owners named in the suite, or a named decision/);
  expect(change({ signals: ["credit"], ...SETTLED })).toMatch(/^nothing that a suite can say: a person approves/);
  expect(change({ tier: "high" })).toMatch(/^a smaller risk: what one wrong act can cost/);
});

test("everything that holds it on the lowest rung has to go, each said once", () => {
  const said = change({ signals: ["wide-permissions", "credit"], tier: "low" }, { type: "refund" });
  expect(said.match(/a named decision that settles it/g)).toHaveLength(1);
  expect(said).toContain("owners named in the suite");
  expect(said).not.toContain("a smaller risk");
  expect(said).toMatch(/ No evidence does it\.$/);
});
