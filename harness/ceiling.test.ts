import { describe, expect, test } from "vitest";
import { all, owned, refusal, scored } from "./ceiling/forTests.ts";
import { CRITERIA } from "./ceiling/riskProfile.ts";
import { type Bound, ceilingOf, type RiskProfile, seenOn } from "./ceiling.ts";
import { evidenceLadder, type Ladder } from "./ladders.ts";

describe("each way of weighing risk", () => {
  test.each<[RiskProfile, string, string]>([
    [scored(1, 1, 1, 1, 1, 1), "L4", "its scorecard adds up to 6 of 30; up to 12 allow acting under a written policy, with care"],
    [
      scored(2, 2, 2, 2, 2, 2),
      "L4",
      "its scorecard adds up to 12 of 30; up to 12 allow acting under a written policy, with care",
    ],
    [scored(3, 2, 2, 2, 2, 2), "L2", "its scorecard adds up to 13 of 30; 13 to 20 allow recommending, with a person deciding"],
    [scored(5, 3, 3, 3, 3, 3), "L2", "its scorecard adds up to 20 of 30; 13 to 20 allow recommending, with a person deciding"],
    [
      { ...scored(5, 3, 3, 3, 3, 3), subAction: true },
      "L3",
      "its scorecard adds up to 20 of 30; 13 to 20 allow acting on one step of a larger act, with a person approving each step",
    ],
    [
      { ...scored(5, 4, 3, 3, 3, 3), subAction: true },
      "L1",
      "its scorecard adds up to 21 of 30; 21 and more allow drafting, with a person approving each draft",
    ],
    [{ tier: "low" }, "L5", "its risk tier is low, which sets no limit"],
    [{ tier: "medium" }, "L4", "its risk tier is medium, which allows acting under a written policy"],
    [{ tier: "high" }, "L3", "its risk tier is high, which takes a person who approves each act"],
    [
      { questions: { reversible: true, contained: true, fullContext: true, errorCheaperThanDelay: true } },
      "L5",
      "all four questions are answered yes, which sets no limit",
    ],
    [
      { questions: { reversible: true, contained: true, fullContext: false, errorCheaperThanDelay: true } },
      "L3",
      "one of four questions is answered no (the agent does not see all that the decision takes); one no takes a person who approves each act",
    ],
    [
      { questions: { reversible: false, contained: false, fullContext: true, errorCheaperThanDelay: true } },
      "L2",
      "two of four questions are answered no (it cannot be undone, what it can touch is not contained); two take a person who decides",
    ],
    [
      { questions: { reversible: false, contained: false, fullContext: true, errorCheaperThanDelay: false } },
      "L1",
      "three of four",
    ],
    [{ quickTest: { frequency: "often", cost: "low", reversible: true, data: "ample" } }, "L5", "it is done often"],
    [{ quickTest: { frequency: "seldom", cost: "low", reversible: true, data: "ample" } }, "L3", "it is done seldom"],
    [{ quickTest: { frequency: "often", cost: "high", reversible: true, data: "ample" } }, "L3", "an error is costly, so"],
    [{ quickTest: { frequency: "often", cost: "low", reversible: false, data: "ample" } }, "L3", "it cannot be undone, so"],
    [{ quickTest: { frequency: "often", cost: "low", reversible: true, data: "thin" } }, "L2", "there is little data"],
    [{ quickTest: { frequency: "often", cost: "high", reversible: false, data: "ample" } }, "L2", "an error is costly and"],
    [{ quickTest: { frequency: "often", cost: "high", reversible: false, data: "thin" } }, "L1", "an error is costly, cannot"],
  ])("%j allows up to %s: %s", (risk, rung, because) => {
    const { bounds, ...ceiling } = ceilingOf(risk);
    expect(ceiling).toEqual({ rung });
    expect(bounds).toEqual([expect.objectContaining({ rung, because: expect.stringContaining(because) })]);
  });

  test("the sums of all scorecards there are fall into three parts, without a gap", () => {
    const rungs = new Map<number, Set<string>>();
    for (let n = 0; n < 5 ** 6; n++) {
      const six = CRITERIA.map((_, i) => 1 + (Math.floor(n / 5 ** i) % 5));
      const sum = six.reduce((a, b) => a + b);
      rungs.set(sum, (rungs.get(sum) ?? new Set()).add(ceilingOf(scored(...six)).rung));
    }
    const parts = Array.from({ length: 25 }, (_, i) => [i + 6, new Set([i + 6 <= 12 ? "L4" : i + 6 <= 20 ? "L2" : "L1"])]);
    expect([...rungs].sort(([a], [b]) => a - b)).toEqual(parts);
  });
});

describe("refusal signals", () => {
  test("allow drafting until a named decision settles them, and what touches a person's life takes an approval even then", () => {
    const risk: RiskProfile = { signals: ["wide-permissions", "credit"] };
    expect(ceilingOf(risk, owned)).toEqual({
      rung: "L1",
      bounds: [
        bound(
          "L1",
          "the permissions are wider than the role; until a named decision settles that, drafting is all it allows",
          "decision",
        ),
        bound(
          "L1",
          "it decides about somebody's credit; until a named decision settles that, drafting is all it allows",
          "decision",
        ),
      ],
    });
    const settled: RiskProfile = { ...risk, governance: { by: "Risk board", reference: "RB-12" } };
    expect(ceilingOf(settled, owned)).toEqual({
      rung: "L3",
      bounds: [
        bound(
          "L3",
          "it decides about somebody's credit; Risk board settled that (RB-12), and a person still approves each act",
          "nothing",
        ),
        bound("L5", "the permissions are wider than the role; Risk board settled that (RB-12), which lifts the limit"),
      ],
    });
  });

  test("include a row without owners, said by the suite or not", () => {
    for (const owners of [undefined, {}, { business: " ", technical: "" }]) {
      const { rung, bounds } = ceilingOf({ tier: "low" }, { type: "tag", owners });
      expect([rung, bounds[0]?.because]).toEqual(["L1", expect.stringMatching(/^nobody owns it; until somebody does/)]);
    }
    expect(ceilingOf({ tier: "low" }, owned).rung).toBe("L5");
    expect(ceilingOf({ signals: ["no-owner"] }, { type: "tag" }).bounds).toHaveLength(1);
    expect(refusal(() => ceilingOf({ signals: ["no-owner"] }, owned))).toBe(
      "tag: risk.signals names no-owner, and its row names an owner",
    );
  });

  test("looked for and not found bind nothing", () => {
    expect(ceilingOf({ signals: [] }, owned)).toEqual({ rung: "L5", bounds: [] });
  });

  function bound(rung: string, because: string, lifts?: Bound["lifts"]): Bound {
    return { from: "refusal signal", rung, because, ...(lifts === undefined ? {} : { lifts }) };
  }
});

test("the lowest bound wins, and all are kept, lowest first", () => {
  const { rung, bounds } = ceilingOf({ ...scored(2, 2, 2, 2, 2, 2), tier: "high", signals: [], questions: all(true) }, owned);
  expect(rung).toBe("L3");
  expect(bounds.map(({ from, rung: one }) => [from, one])).toEqual([
    ["tier", "L3"],
    ["scorecard", "L4"],
    ["four questions", "L5"],
  ]);
});

describe("on a ladder", () => {
  const rungs = (...likes: readonly (string | undefined)[]): Ladder => ({
    name: "own",
    rungs: likes.map((like, i) => ({
      id: `R${i}`,
      name: `rung ${i}`,
      agent: "acts",
      person: "watches",
      ...(like === undefined ? {} : { like }),
    })),
  });

  test.each<[RiskProfile["tier"], string | undefined, string | undefined, string, boolean, boolean]>([
    ["high", "L3", "L4", "L3", true, false],
    ["high", "L4", "L5", "L3", true, true],
    ["high", "L2", "L3", "L3", false, false],
    ["medium", "L4", undefined, "L4", false, false],
    ["low", "L4", "L5", "L5", false, false],
    ["high", undefined, undefined, "L3", false, false],
  ])("of evidence, a tier of %s at %s asking for %s allows up to %s", (tier, at, ask, highest, barsAsk, barsAt) => {
    expect(seenOn({ tier: tier ?? "low" }, evidenceLadder, at, ask, owned)).toMatchObject({
      highest,
      bars: { ask: barsAsk, at: barsAt },
    });
  });

  test("of a team's own, it stands below the first rung that stands for more", () => {
    const own = rungs("L1", "L3", "L4");
    expect(seenOn({ tier: "high" }, own, "R1", "R2", owned)).toMatchObject({
      rung: "L3",
      highest: "R1",
      bars: { ask: true, at: false },
    });
    expect(seenOn({ tier: "medium" }, own, "R1", "R2", owned)).toMatchObject({ highest: "R2", bars: { ask: false, at: false } });
    // Between two rungs the lower one holds, and under the lowest there is none.
    expect(seenOn({ tier: "high" }, rungs("L2", "L4"), "R0", "R1", owned)).toMatchObject({ highest: "R0", bars: { ask: true } });
    expect(seenOn({ signals: ["rights"] }, rungs("L2", "L4"), "R0", "R1", owned)).toMatchObject({
      highest: null,
      bars: { ask: true, at: true },
    });
    // A ladder whose rungs go down again is not climbed past the one that is barred.
    expect(seenOn({ tier: "high" }, rungs("L1", "L5", "L2"), "R0", "R1", owned)).toMatchObject({
      highest: "R0",
      bars: { ask: true },
    });
  });

  test("that does not say what its rungs stand for, it is refused", () => {
    expect(refusal(() => seenOn({ tier: "high" }, rungs("L1", undefined), "R0", "R1", owned))).toBe(
      'tag declares its risk, and the rung R1 of the ladder "own" does not say which rung of the evidence ladder it stands for',
    );
    expect(refusal(() => seenOn({ tier: "high" }, rungs("L1", "L9"), "R0", "R1"))).toContain('is like "L9", which is no rung');
  });
});
