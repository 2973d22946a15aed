import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loosened, type RulesKept } from "./loosened.ts";

const CAP = {
  name: "cap",
  params: { param: "amount", limit: 200 },
  stops: "escalate",
  control: null,
  cel: "action.params.amount <= 200.0",
};
const LADDER = {
  pace: 28,
  rungs: [
    { id: "L3", like: "L3", alone: false, climb: [], stay: [], hold: [] },
    { id: "L4", like: "L4", alone: true, climb: [{ name: "casesAtLeast", params: { n: 300 } }], stay: [], hold: [] },
  ],
};
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
      ceiling: { rung: "L4", highest: "L4" },
      wall: "I3",
      consequential: "moves money",
      baseline: { failures: 5, n: 1000, margin: 0.01 },
      method: { name: "grid", version: "1" },
      under: { rung: "L4", agents: ["lead", "other"] },
    },
  },
  params: { close: { type: "object", properties: { amount: { type: "number" } } } },
  goodOutcomes: { close: "!outcome.reopened" },
  envelopes: {
    types: [
      { type: "close", rung: "L4", rules: [CAP], agents: { lead: [] } },
      { type: "close", rung: "L5", rules: [], agents: { lead: [] } },
    ],
  },
  ladder: LADDER,
};

const gate = (change: object): RulesKept => ({ ...BEFORE, gates: { close: { ...BEFORE.gates?.["close"], ...change } } });
const envelope = (rules: readonly object[], agents: object = { lead: [] }): RulesKept =>
  ({ ...BEFORE, envelopes: { types: [{ type: "close", rung: "L4", rules, agents }] } }) as RulesKept;
const ladder = (change: object): RulesKept => ({ ...BEFORE, ladder: { ...LADDER, ...change } });
const rung = (change: object) => ladder({ rungs: LADDER.rungs.map((one) => (one.id === "L4" ? { ...one, ...change } : one)) });
const sentences = (before: RulesKept, now: RulesKept) =>
  loosened(before, now, (type) => (type === "close" ? "Close" : type)).map((one) => one.says);
const says = (now: RulesKept) => sentences(BEFORE, now);

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
          ceiling: { rung: "L3", highest: "L3" },
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
    ["a higher ceiling", gate({ ceiling: { rung: "L5", highest: "L5" } }), "allowed at most L4, and allows L5 now"],
    ["no ceiling any more", gate({ ceiling: undefined }), "is not declared any more"],
    ["no wall any more", gate({ wall: undefined }), "no longer asks for a sealed wall"],
    ["another question", gate({ at: "L2", ask: "L3" }), "stands at L2 and asks for L3 now"],
    ["a wider envelope", envelope([]), "without cap (param amount, limit 200, stops escalate)"],
    [
      "an envelope that leaves out what was answered badly",
      envelope([{ ...CAP, params: { param: "amount", limit: 50 } }]),
      "chosen with the answers known",
    ],
    ["another envelope, of another rung", gate({ under: { rung: "L5", agents: ["lead", "other"] } }), "without cap"],
    ["a rule of the same name and limit that reads otherwise", envelope([{ ...CAP, cel: "true" }]), "envelope was changed"],
    [
      "a rule that refuses no more",
      envelope([{ ...CAP, stops: "refuse" }]),
      "now with cap (param amount, limit 200, stops refuse)",
    ],
    [
      "agents that are not named any more",
      gate({ under: { rung: "L4", agents: null } }),
      'without agents (named ["lead","other"]',
    ],
    [
      "an agent that may do it now",
      envelope([CAP], { lead: [], other: [] }),
      'now with agents (named ["lead","other"], allowed ["lead","other"])',
    ],
    ["a rule of an agent", envelope([CAP], { lead: [{ name: "forbidden", params: {} }] }), "now with forbidden of lead"],
    ["other params that are accepted", { ...BEFORE, params: {} }, "other params of its actions are accepted now"],
    [
      "another good outcome",
      { ...BEFORE, goodOutcomes: { close: "false" } },
      "what a good outcome is was !outcome.reopened, and is false now",
    ],
    ["a good outcome that is not asked for any more", { ...BEFORE, goodOutcomes: {} }, "and is not said now"],
    [
      "a rung of the ladder that its risk allows now",
      gate({ ceiling: { rung: "L4", highest: "L5" } }),
      "allowed at most L4 of the ladder, and allows L5 now",
    ],
    ["what is not consequential any more", gate({ consequential: undefined }), "no longer declared consequential"],
    ["whatever else a gate may come to rest on", gate({ patience: 3 }), "“Close”: its patience was not given, and is 3 now."],
    [
      "people who fail more often",
      gate({ baseline: { failures: 9, n: 1000, margin: 0.01 } }),
      'how often people fail at it was given as {"failures":5,',
    ],
    ["a wider margin over people", gate({ baseline: { failures: 5, n: 1000, margin: 0.02 } }), "how often people fail"],
    ["how evidence is weighed", gate({ method: { name: "grid", version: "2" } }), "its method was "],
    [
      "a waiver",
      { ...BEFORE, waiver: { by: "Kim Lee", because: "a trial" } },
      "All action types: the waiver of a sealed wall, by Kim Lee, is not one that the run began with.",
    ],
    [
      "a shorter pace",
      ladder({ pace: 7 }),
      "All action types: the ladder asked for 28 days between one promotion and the next, and asks for 7 days now.",
    ],
    ["no pace any more", ladder({ pace: null }), "and asks for none now"],
    ["what a rung stands for", rung({ like: "L3" }), "All action types: the ladder is not what it was: L4."],
    ["a rung on which nobody acts alone now", rung({ alone: false }), "the ladder is not what it was: L4."],
    ["a rung that demands less", rung({ climb: [] }), "the ladder is not what it was: L4."],
    ["a rung that is gone", ladder({ rungs: [] }), "the ladder is not what it was: L3, L4."],
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

  test("a longer pace, a rung that demands more, other words of a rule and a waiver that was taken back make nothing looser", () => {
    const waived = { ...BEFORE, waiver: { by: "Kim Lee", because: "a trial" } };
    expect(sentences(waived, BEFORE)).toEqual([]);
    expect(says(ladder({ pace: 60 }))).toEqual([]);
    expect(says(rung({ climb: [{ name: "casesAtLeast", params: { n: 500 } }] }))).toEqual([]);
    expect(says(envelope([{ ...CAP, says: "At most 200." }]))).toEqual([]);
    expect(says(gate({ baseline: { failures: 4, n: 1000, margin: 0.01 } }))).toEqual([]);
  });

  test("questions that were taken back make it easier for those that are left, and are said of all types", () => {
    const gates = { ...BEFORE.gates, open: { ask: "L4" }, constructor: { ask: "L4" } };
    const found = loosened({ ...BEFORE, gates }, BEFORE, (type) => type);
    expect(found.map(({ type }) => type)).toEqual(["open", "constructor", null]);
    expect(found.at(-1)?.says).toBe(
      "All action types: 2 questions that the run began with were taken back, so that less is enough for the others.",
    );
    const each = { ...BEFORE, together: "each" };
    expect(sentences({ ...each, gates }, each)).toHaveLength(2);
  });

  test("rules of an older format say nothing that they do not know", () => {
    expect(loosened({}, BEFORE, (type) => type)).toEqual([]);
    expect(loosened({ gates: {} }, BEFORE, (type) => type)).toEqual([
      { type: "close", says: "“close”: it was not asked about when the run began." },
    ]);
  });
});
