import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loosened, type RulesKept } from "./loosened.ts";

const BEFORE: RulesKept = {
  comparators: { close: { name: "exact", version: "1", params: {} } },
  together: "holm",
  gates: {
    close: {
      at: "L3",
      ask: "L4",
      climb: [
        { name: "agreementAtLeast", params: { floor: 0.95 } },
        { name: "seriousAtMost", params: { limit: 0.01 } },
      ],
      stay: [{ name: "agreementAtLeast", params: { floor: 0.9 } }],
      serious: ["overreach", "type"],
      ceiling: { rung: "L4" },
      wall: "I3",
    },
  },
  envelopes: { types: [{ type: "close", rules: [{ name: "cap", params: { param: "amount", limit: 200 } }] }] },
};

const gate = (change: object): RulesKept => ({ ...BEFORE, gates: { close: { ...BEFORE.gates?.["close"], ...change } } });
const says = (now: RulesKept) => loosened(BEFORE, now, (type) => (type === "close" ? "Close" : type));

describe("a gate that was moved after the evidence was seen", () => {
  test("is not one where nothing changed, or where it only asks more", () => {
    expect(says(BEFORE)).toEqual([]);
    expect(
      says(
        gate({
          climb: [
            { name: "agreementAtLeast", params: { floor: 0.97 } },
            { name: "seriousAtMost", params: { limit: 0.005 } },
            { name: "casesAtLeast", params: { cases: 500 } },
          ],
          serious: ["overreach", "type", "params"],
          ceiling: { rung: "L3" },
        }),
      ),
    ).toEqual([]);
  });

  test.each<[string, RulesKept, string]>([
    [
      "a lower floor",
      gate({
        climb: [
          { name: "agreementAtLeast", params: { floor: 0.9 } },
          { name: "seriousAtMost", params: { limit: 0.01 } },
        ],
      }),
      "“Close”: the check to climb was agreementAtLeast (floor 0.95), and is agreementAtLeast (floor 0.9) now.",
    ],
    [
      "a higher limit",
      gate({
        climb: [
          { name: "agreementAtLeast", params: { floor: 0.95 } },
          { name: "seriousAtMost", params: { limit: 0.02 } },
        ],
      }),
      "seriousAtMost (limit 0.02) now",
    ],
    [
      "a check that went",
      gate({ climb: [{ name: "agreementAtLeast", params: { floor: 0.95 } }] }),
      "the check to climb, seriousAtMost (limit 0.01), is gone",
    ],
    ["a floor for staying that went", gate({ stay: [] }), "the check to stay, agreementAtLeast (floor 0.9), is gone"],
    ["less that is serious", gate({ serious: ["overreach"] }), "type is no longer declared serious"],
    ["a higher ceiling", gate({ ceiling: { rung: "L5" } }), "allowed at most L4, and allows L5 now"],
    ["no ceiling any more", gate({ ceiling: undefined }), "is not declared any more"],
    ["no wall any more", gate({ wall: undefined }), "no longer asks for a sealed wall"],
    ["another question", gate({ at: "L2", ask: "L3" }), "stands at L2 and asks for L3 now"],
    ["a wider envelope", { ...BEFORE, envelopes: {} }, "without cap (param amount, limit 200)"],
    [
      "an envelope that leaves out what was answered badly",
      { ...BEFORE, envelopes: { types: [{ type: "close", rules: [{ name: "cap", params: { param: "amount", limit: 50 } }] }] } },
      "chosen with the answers known",
    ],
    ["another comparator", { ...BEFORE, comparators: {} }, "compared otherwise"],
    ["no row any more", { ...BEFORE, gates: {} }, "it has no row any more"],
    [
      "a question that is new",
      { ...BEFORE, gates: { ...BEFORE.gates, open: { at: "L3", ask: "L4" } } },
      "“open”: it was not asked about when the run began.",
    ],
    ["each answer by itself", { ...BEFORE, together: "each" }, "for each by itself now"],
    [
      "a param that is not known",
      gate({
        climb: [
          { name: "agreementAtLeast", params: { floor: 0.95, over: "weeks" } },
          { name: "seriousAtMost", params: { limit: 0.01 } },
        ],
      }),
      "over weeks",
    ],
  ])("%s is said", (_, now, words) => {
    expect(says(now)).toEqual([expect.stringContaining(words)]);
  });

  test("any floor that goes down is said, and none that goes up", () => {
    const floor = fc.integer({ min: 1, max: 99 }).map((n) => n / 100);
    fc.assert(
      fc.property(floor, floor, (was, is) => {
        const at = (value: number) => ({ gates: { close: { climb: [{ name: "agreementAtLeast", params: { floor: value } }] } } });
        expect(loosened(at(was), at(is), (type) => type).length > 0).toBe(is < was);
      }),
      { seed: 5 },
    );
  });

  test.each<[string, Record<string, number>, Record<string, number>]>([
    ["drillRestores", { size: 50, minutes: 15, days: 90 }, { size: 50, minutes: 15, days: 30 }],
    ["spanAtLeast", { days: 90 }, { days: 120 }],
    ["replayCoverageAtLeast", { share: 0.9 }, { share: 1 }],
    ["failuresNoMoreThanPeople", { failures: 5, n: 100, margin: 0.02 }, { failures: 4, n: 100, margin: 0.01 }],
  ])("%s is known to ask more one way only", (name, lax, strict) => {
    const kept = (params: Record<string, number>) => ({ gates: { close: { climb: [{ name, params }] } } });
    expect(loosened(kept(lax), kept(strict), (type) => type)).toEqual([]);
    expect(loosened(kept(strict), kept(lax), (type) => type)).toHaveLength(1);
  });

  test("rules of an older format say nothing that they do not know", () => {
    expect(loosened({}, BEFORE, (type) => type)).toEqual([]);
    expect(loosened({ gates: {} }, BEFORE, (type) => type)).toEqual(["“close”: it was not asked about when the run began."]);
  });
});
