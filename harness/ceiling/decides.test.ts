import { expect, test } from "vitest";
import { type RiskProfile, seenOn } from "../ceiling.ts";
import { evidenceOf } from "../criteria/evidenceOf.ts";
import { agreementAtLeast } from "../criteria/index.ts";
import { decide, type Gate } from "../gate.ts";
import { evidenceLadder } from "../ladders.ts";
import { owned, scored } from "./forTests.ts";

const wall = { isolation: "I3", sealed: true, canary: { tried: 20, open: 0 }, waiver: null } as const;

/** A thousand cases of which so many match, with this risk. */
function decided(
  risk: RiskProfile,
  matches: number,
  rungs: { readonly at: string; readonly ask?: string; readonly below: string },
) {
  const gate: Gate = {
    ...rungs,
    climb: [agreementAtLeast(0.95)],
    stay: [agreementAtLeast(0.9)],
    ceiling: seenOn(risk, evidenceLadder, rungs.at, rungs.ask, owned),
  };
  return decide(gate, evidenceOf({ agreement: [matches, 1_000] }, [...gate.climb, ...gate.stay]), "labels", wall);
}

const toL4 = { at: "L3", ask: "L4", below: "L2" };

test("evidence enough for the next rung does not lead past the ceiling, which says by what it is set", () => {
  expect(decided({ tier: "medium" }, 1_000, toL4)).toMatchObject({ verdict: "promote", to: "L4", bound: "evidence" });
  const held = decided({ tier: "high" }, 1_000, toL4);
  expect(held).toMatchObject({ verdict: "hold", to: "L3", bound: "ceiling" });
  expect(held.why).toContain("one check failed: its risk profile allows at most L3");
  expect(held.why).toContain("its risk tier is high, which takes a person who approves each act.");
});

test("a rung above the ceiling is lost one at a time, whatever the evidence", () => {
  const lost = decided(scored(5, 5, 5, 4, 2, 2), 1_000, toL4);
  expect(lost).toMatchObject({ verdict: "demote", to: "L2", bound: "ceiling" });
  expect(lost.why).toContain("its scorecard adds up to 23 of 30; 21 and more allow drafting");
  expect(decided({ tier: "high" }, 1_000, { at: "L4", below: "L3" })).toMatchObject({ verdict: "demote", bound: "ceiling" });
});

test("where evidence fails as well, it is what decided", () => {
  expect(decided({ tier: "high" }, 925, toL4)).toMatchObject({ verdict: "hold", bound: "evidence" });
  expect(decided({ tier: "high" }, 800, toL4)).toMatchObject({ verdict: "demote", bound: "evidence" });
  // And where it is not there yet, no amount of it would help.
  expect(decided({ tier: "high" }, 955, toL4)).toMatchObject({ verdict: "hold", bound: "ceiling" });
});
