import { describe, expect, test } from "vitest";
import { ceilingOf, type RiskProfile } from "../ceiling.ts";
import type { RiskContext } from "./checkRisk.ts";
import { all, owned, refusal, scored } from "./forTests.ts";

describe("a risk profile is refused", () => {
  test.each<[unknown, RiskContext | undefined, string]>([
    [{}, undefined, "risk: expected at least one of the six criteria together, questions, quickTest, tier, signals"],
    [7, undefined, "risk: expected object, got 7"],
    [{ tire: "low" }, owned, 'tag: risk: unknown key: "tire"'],
    [{ tier: "grave" }, undefined, 'risk.tier: expected "low" or "medium" or "high", got "grave"'],
    [{ ...scored(0, 1, 1, 1, 1, 1) }, undefined, "risk.errorImpact: expected a whole number from 1 to 5, 5 the riskier, got 0"],
    [
      { ...scored(1, 1, 1, 1, 1, 2.5) },
      undefined,
      "risk.supervision: expected a whole number from 1 to 5, 5 the riskier, got 2.5",
    ],
    [
      { errorImpact: 1, reversibility: 2, dataSensitivity: 1 },
      undefined,
      "the scorecard of its risk lacks processStability, contextQuality, supervision: expected all six criteria, or none",
    ],
    [
      { tier: "low", subAction: true },
      undefined,
      "risk.subAction: it changes what a scorecard allows, and there is no scorecard",
    ],
    [{ questions: { reversible: true } }, undefined, "risk.questions.contained: expected true or false, got nothing"],
    [{ signals: ["credit", "credit"] }, undefined, "risk.signals: expected each signal once"],
    [{ signals: ["weather"] }, undefined, 'risk.signals.0: expected "no-owner" or'],
    [
      { tier: "low", governance: { by: "\u200b", reference: "RB-12" } },
      undefined,
      "risk.governance.by: expected a name, in letters",
    ],
    [{ tier: "low", governance: { by: "Risk board" } }, undefined, "risk.governance.reference: expected where the decision is"],
    [
      { questions: all(true) },
      { ...owned, reversibility: "irreversible" },
      'tag: risk.questions.reversible is true, and its row says reversibility: "irreversible"',
    ],
    [
      { quickTest: { frequency: "often", cost: "low", reversible: true, data: "ample" } },
      { ...owned, reversibility: "unknown" },
      'tag: risk.quickTest.reversible is true, and its row says reversibility: "unknown"',
    ],
    [
      scored(1, 2, 1, 1, 1, 1),
      { ...owned, reversibility: "irreversible" },
      'tag: risk.reversibility is 2, easy to undo, and its row says reversibility: "irreversible"',
    ],
    [
      { questions: all(true) },
      { type: "tag", owners: { business: "R. Ahmed" } },
      "tag: risk.questions.reversible is true, and its row leaves out reversibility, which is unknown then",
    ],
    [
      { quickTest: { frequency: "often", cost: "low", reversible: true, data: "ample" } },
      { type: "tag", owners: { business: "R. Ahmed" } },
      "tag: risk.quickTest.reversible is true, and its row leaves out reversibility",
    ],
    [scored(1, 2, 1, 1, 1, 1), { type: "tag" }, "tag: risk.reversibility is 2, easy to undo, and its row leaves out"],
  ])("%j", (risk, context, message) => {
    expect(refusal(() => ceilingOf(risk as RiskProfile, context))).toContain(message);
  });

  test("but not where what it says can be so", () => {
    const compensable: RiskContext = { ...owned, reversibility: "compensable" };
    expect(ceilingOf({ ...scored(1, 1, 1, 1, 1, 1), questions: all(true) }, compensable).rung).toBe("L4");
    expect(
      ceilingOf(
        { ...scored(1, 3, 1, 1, 1, 1), questions: { ...all(true), reversible: false } },
        { ...owned, reversibility: "irreversible" },
      ).rung,
    ).toBe("L3");
  });
});
