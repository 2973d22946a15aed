import { describe, expect, test } from "vitest";
import type { Criterion } from "../criteria/criterion.ts";
import {
  agreementAtLeast,
  casesAtLeast,
  drillRestores,
  failuresAtMost,
  replayCoverageAtLeast,
  seriousAtMost,
} from "../criteria/index.ts";
import { strictest } from "../ladders/strictest.ts";
import { evidenceLadder, type Ladder } from "../ladders.ts";
import { gateOf } from "./gateOf.ts";

const plain = (criteria: readonly Criterion[] = []) =>
  criteria.map(({ name, params }) => [name, ...Object.values(params)].join(" "));
const consequential = "it moves money";

describe("whose demands count", () => {
  test("the ladder's, where the row sets none of its own", () => {
    const gate = gateOf("a", { at: "L2", ask: "L3" }, evidenceLadder);
    expect(plain(gate.climb)).toEqual(["agreementAtLeast 0.9", "casesAtLeast 100", "seriousAtMost 0.02"]);
    expect([plain(gate.stay), plain(gate.hold), gate.leftOut]).toEqual([
      ["acceptedAtLeast 0.5"],
      ["failuresAtMost 0.05"],
      undefined,
    ]);
  });

  test("the row's, where it sets any; what the ladder demands besides is named", () => {
    const gate = gateOf("a", { at: "L2", ask: "L3", climb: [agreementAtLeast(0.8)] }, evidenceLadder);
    expect([plain(gate.climb), gate.stay, gate.hold]).toEqual([["agreementAtLeast 0.8"], [], undefined]);
    expect(gate.leftOut).toEqual(
      expect.arrayContaining(["At least 100 cases in which it proposes this", expect.stringContaining("At most 2% serious")]),
    );
  });

  test("those for staying also where nothing is asked, but not where the row never says where it stands", () => {
    expect(plain(gateOf("a", { at: "L4" }, evidenceLadder).stay)).toEqual(["agreementAtLeast 0.9", "seriousAtMost 0.02"]);
    expect(gateOf("a", {}, evidenceLadder).stay).toEqual([]);
  });

  test("the baseline of the row goes into the criterion that needs it", () => {
    const limit = (row: object) =>
      gateOf("a", { at: "L3", ask: "L4", ...row }, evidenceLadder).climb.find(({ name }) => name === "failuresNoMoreThanPeople")
        ?.limit;
    expect(limit({})).toBe("Below the human baseline, silent failures counted");
    expect(limit({ baseline: { failures: 60, n: 1000, margin: 0.02 } })).toMatch(/^People failed in 60 of 1,000 cases/);
  });
});

describe("a consequential type skips no rung of the evidence ladder", () => {
  const jumping: Ladder = {
    name: "two",
    rungs: [
      { id: "low", name: "low", agent: "drafts", person: "sends", alone: false, like: "L1" },
      {
        id: "high",
        name: "high",
        agent: "acts",
        person: "watches",
        like: "L4",
        climb: [agreementAtLeast(0.8), casesAtLeast(500), replayCoverageAtLeast()],
      },
    ],
  };
  const climb = (row: object, ladder = jumping) => plain(gateOf("a", { at: "low", ask: "high", ...row }, ladder).climb);

  test("a ladder that does not say what its rungs are like is refused", () => {
    const [low, high] = jumping.rungs as [Ladder["rungs"][number], Ladder["rungs"][number]];
    const { like: _, ...unlike } = high;
    expect(() => climb({ consequential }, { ...jumping, rungs: [low, unlike] })).toThrow(
      "does not say which rungs low and high are like",
    );
    expect(climb({}, { ...jumping, rungs: [low, unlike] })).toHaveLength(3);
  });
});

describe("the strictest of demands", () => {
  const drill = (size: number, minutes: number, days: number, load?: number) =>
    drillRestores({ size, minutes, days, ...(load === undefined ? {} : { load }) });

  test.each<[string, Criterion[], string[]]>([
    ["a higher floor", [agreementAtLeast(0.9), agreementAtLeast(0.95)], ["agreementAtLeast 0.95"]],
    ["a lower limit", [seriousAtMost(0.01), seriousAtMost(0.02)], ["seriousAtMost 0.01"]],
    ["the same twice", [failuresAtMost(0.05), failuresAtMost(0.05)], ["failuresAtMost 0.05"]],
    ["a larger, quicker and newer drill", [drill(50, 15, 90), drill(60, 10, 30)], ["drillRestores 60 10 30"]],
    ["a drill under load", [drill(50, 15, 90), drill(50, 15, 90, 10)], ["drillRestores 50 15 90 10"]],
    [
      "neither asks all of the other",
      [drill(50, 15, 90), drill(60, 20, 90)],
      ["drillRestores 50 15 90", "drillRestores 60 20 90"],
    ],
    ["others are left alone", [agreementAtLeast(0.9), seriousAtMost(0.02)], ["agreementAtLeast 0.9", "seriousAtMost 0.02"]],
  ])("%s", (_, demands, left) => {
    expect(plain(strictest(demands))).toEqual(left);
    expect(plain(strictest(demands.toReversed())).toSorted()).toEqual(left.toSorted());
  });
});
