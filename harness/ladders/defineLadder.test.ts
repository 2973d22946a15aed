import { describe, expect, test } from "vitest";
import type { Criterion } from "../criteria/criterion.ts";
import { agreementAtLeast, replayCoverageAtLeast } from "../criteria/index.ts";
import { EarnestError } from "../errors.ts";
import { evidenceLadder, fourLevels, type Ladder, ladderData, phased, type Rung, sixStages, supervisedFour } from "../ladders.ts";
import { defineLadder } from "./defineLadder.ts";

const rung = (id: string, like: string, more: Partial<Rung> = {}): Rung => ({
  id,
  name: `the ${id}`,
  agent: "does something",
  person: "does the rest",
  like,
  ...more,
});
const alone = [agreementAtLeast(0.9), replayCoverageAtLeast()];
const low = rung("low", "L2", { alone: false });
const high = rung("high", "L4", { climb: alone });
const refused = (ladder: unknown): EarnestError => {
  try {
    defineLadder(ladder as Ladder);
  } catch (error) {
    if (error instanceof EarnestError) return error;
    throw error;
  }
  return expect.fail("nothing was refused");
};

test("a ladder of a team's own is taken as it is", () => {
  const ladder = { name: "ours", rungs: [low, high], pace: 14 };
  expect(defineLadder(ladder)).toBe(ladder);
});

describe("refused, with what to do", () => {
  test.each<[string, unknown, RegExp, RegExp]>([
    ["no rungs", { name: "ours", rungs: [] }, /nothing to climb/, /at least two rungs/],
    ["one rung", { name: "ours", rungs: [low] }, /nothing to climb/, /at least two rungs/],
    ["rungs that are none", { name: "ours" }, /nothing to climb/, /at least two rungs/],
    ["no name", { name: " ", rungs: [low, high] }, /has no name/, /Give it a name/],
    ["the same id twice", { name: "ours", rungs: [low, { ...high, id: "low" }] }, /two rungs are called "low"/, /id of its own/],
    ["an id that cannot be read", { name: "ours", rungs: [low, { ...high, id: "\u001b[2J" }] }, /cannot be read/, /An id is/],
    [
      "a rung that says nothing",
      { name: "ours", rungs: [low, { ...high, agent: "" }] },
      /does not say what it is/,
      /what a person does/,
    ],
    [
      "a rung like no other",
      { name: "ours", rungs: [low, { ...high, like: "L9" }] },
      /like no rung of the evidence ladder/,
      /one of L0, L1/,
    ],
    ["a rung without like", { name: "ours", rungs: [low, { ...high, like: undefined }] }, /like no rung/, /one of L0, L1/],
    [
      "a falling ladder",
      { name: "ours", rungs: [low, rung("high", "L1", { alone: false })] },
      /is like L1, and the one below it like L2/,
      /lowest to the highest/,
    ],
    [
      "approval where nobody approves",
      { name: "ours", rungs: [low, { ...high, alone: false }] },
      /no person approves each act/,
      /Leave out alone/,
    ],
    [
      "what is no criterion",
      { name: "ours", rungs: [low, { ...high, climb: [...alone, "often" as unknown as Criterion] }] },
      /no criterion/,
      /lists of criteria/,
    ],
    [
      "alone without a match rate",
      { name: "ours", rungs: [low, { ...high, climb: [replayCoverageAtLeast()] }] },
      /does not ask for agreementAtLeast/,
      /Add agreementAtLeast\(0\.95\)/,
    ],
    [
      "alone without replay",
      { name: "ours", rungs: [low, { ...high, climb: [agreementAtLeast(0.9)] }] },
      /does not ask for replayCoverageAtLeast/,
      /Add replayCoverageAtLeast\(\)/,
    ],
    [
      "alone by default without any of it",
      { name: "ours", rungs: [low, rung("high", "L3")] },
      /does not ask for agreementAtLeast.*replayCoverageAtLeast/,
      /or say alone: false/,
    ],
    ["no pace", { name: "ours", rungs: [low, high], pace: 0 }, /pace is 0/, /days between two promotions/],
  ])("%s", (_, ladder, message, next) => {
    const error = refused(ladder);
    expect([error.code, error.message, error.next]).toEqual([
      "SUITE_BROKEN",
      expect.stringMatching(message),
      expect.stringMatching(next),
    ]);
  });
});

describe("the ladders that come along", () => {
  const ladders = [evidenceLadder, fourLevels, phased, supervisedFour, sixStages];

  test("each in its own words, and each rung like one of the evidence ladder", () => {
    expect(ladders.map(({ rungs }) => rungs.map(({ id, like }) => `${id} ${like}`).join(", "))).toEqual([
      "L0 L0, L1 L1, L2 L2, L3 L3, L4 L4, L5 L5",
      "suggest L2, confirm L3, report L4, full L5",
      "suggest L2, pre-approved L4, bounded L4, strategic L5",
      "draft L1, supervised L3, monitored L4, guarded L5",
      "response L0, copilot L1, preparation L2, bounded L4, supervised L4, exceptional L5",
    ]);
  });

  test("are data that can be printed, each rung but the lowest with its demands", () => {
    for (const ladder of ladders) {
      const data = ladderData(ladder);
      expect(JSON.parse(JSON.stringify(data))).toEqual(data);
      for (const { climb, stay } of data.rungs.slice(1)) expect([climb.length > 0, stay.length > 0]).toEqual([true, true]);
    }
    expect(sixStages.rungs.every(({ safeguards = [] }) => safeguards.length > 0)).toBe(true);
    expect(phased.pace).toBe(28);
  });

  test("a rung asks at least as much to reach it as to stay on it", () => {
    for (const { rungs } of ladders)
      for (const { climb = [], stay = [] } of rungs)
        for (const { name, params } of stay) {
          const up = climb.find((one) => one.name === name)?.params ?? {};
          if (params["floor"] !== undefined && up["floor"] !== undefined)
            expect(Number(up["floor"])).toBeGreaterThan(Number(params["floor"]));
          if (params["limit"] !== undefined && up["limit"] !== undefined)
            expect(Number(up["limit"])).toBeLessThan(Number(params["limit"]));
        }
  });
});
