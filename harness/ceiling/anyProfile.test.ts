import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ceilingOf, type RiskProfile } from "../ceiling.ts";
import { evidenceLadder, rungIndex } from "../ladders.ts";
import { scored } from "./forTests.ts";
import { CRITERIA, SIGNALS } from "./riskProfile.ts";

const height = (rung: string) => rungIndex(evidenceLadder, rung);

describe("any risk profile", () => {
  const one = fc.integer({ min: 1, max: 5 });
  const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
  const profiles = fc
    .record({
      six: maybe(fc.tuple(one, one, one, one, one, one)),
      sub: fc.boolean(),
      questions: maybe(
        fc.record({
          reversible: fc.boolean(),
          contained: fc.boolean(),
          fullContext: fc.boolean(),
          errorCheaperThanDelay: fc.boolean(),
        }),
      ),
      quickTest: maybe(
        fc.record({
          frequency: fc.constantFrom("often" as const, "seldom" as const),
          cost: fc.constantFrom("low" as const, "high" as const),
          reversible: fc.boolean(),
          data: fc.constantFrom("ample" as const, "thin" as const),
        }),
      ),
      tier: maybe(fc.constantFrom("low" as const, "medium" as const, "high" as const)),
      signals: fc.subarray([...SIGNALS]),
      governance: maybe(fc.constant({ by: "Risk board", reference: "RB-12" })),
    })
    .map(({ six, sub, ...rest }): RiskProfile => {
      const card = six === undefined ? {} : { ...scored(...six), ...(sub ? { subAction: true as const } : {}) };
      return Object.fromEntries(Object.entries({ ...card, ...rest }).filter(([, value]) => value !== undefined));
    });

  test("gives a rung, which is that of its lowest bound", () => {
    fc.assert(
      fc.property(profiles, (risk) => {
        const { rung, bounds } = ceilingOf(risk);
        const heights = bounds.map((bound) => height(bound.rung));
        expect(height(rung)).toBe(Math.min(5, ...heights));
        expect(heights).toEqual([...heights].sort((a, b) => a - b));
        expect(bounds.every(({ because }) => because !== "" && !because.endsWith("."))).toBe(true);
      }),
      { seed: 2, numRuns: 1_000 },
    );
  });

  test("made riskier in any single way allows no more than before", () => {
    fc.assert(
      fc.property(profiles, (risk) => {
        const before = height(ceilingOf(risk).rung);
        for (const riskier of everyRiskier(risk)) expect(height(ceilingOf(riskier).rung)).toBeLessThanOrEqual(before);
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });

  /** The profile with one thing worse, in every way there is. */
  function everyRiskier(risk: RiskProfile): RiskProfile[] {
    const { questions, quickTest, tier, signals = [] } = risk;
    const { governance: _, ...ungoverned } = risk;
    const { subAction: __, ...whole } = risk;
    return [
      ...CRITERIA.flatMap((name) =>
        risk[name] === undefined || risk[name] === 5 ? [] : [{ ...risk, [name]: (risk[name] as number) + 1 }],
      ),
      ...(questions === undefined
        ? []
        : Object.keys(questions).map((name) => ({ ...risk, questions: { ...questions, [name]: false } }))),
      ...(quickTest === undefined
        ? []
        : [{ frequency: "seldom" as const }, { cost: "high" as const }, { reversible: false }, { data: "thin" as const }].map(
            (worse) => ({ ...risk, quickTest: { ...quickTest, ...worse } }),
          )),
      ...(tier === "low" ? [{ ...risk, tier: "medium" as const }] : []),
      ...(tier === undefined || tier === "high" ? [] : [{ ...risk, tier: "high" as const }]),
      ...SIGNALS.filter((signal) => !signals.includes(signal)).map((signal) => ({ ...risk, signals: [...signals, signal] })),
      ungoverned,
      whole,
      // Another instrument only ever takes away.
      ...(tier === undefined ? (["low", "medium", "high"] as const).map((given) => ({ ...risk, tier: given })) : []),
    ];
  }
});
