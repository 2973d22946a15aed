import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../criteria/evidenceOf.ts";
import { drillsSeen } from "../evidence/drillsSeen.ts";
import type { Verdict } from "../gate.ts";
import { caveats, headline } from "./headline.ts";
import type { Judgement, TypeJudgement } from "./judgement.ts";

const type = (verdict: Verdict, i: number): TypeJudgement => ({
  type: `t${i}`,
  title: "Change an address",
  noun: "address changes",
  declared: true,
  reversibility: "reversible",
  consequential: null,
  owners: {},
  decided: {
    verdict,
    at: "L3",
    ask: "L4",
    to: verdict === "promote" ? "L4" : "L3",
    why: "",
    change: "",
    climb: [],
    stay: [],
    hold: [],
    bound: "evidence",
  },
  evidence: {} as TypeJudgement["evidence"],
  interval: { low: 0, high: 1 },
  sequence: null,
  among: null,
  judge: null,
  confidence: null,
  ceiling: null,
  policy: null,
  drills: drillsSeen([], [], NO_FACTS, { minutes: null, days: 90 }),
  leftOut: null,
  about: "",
  breaker: false,
});

test.each([
  [1, "; 1 more case on record behind a gap does not count."],
  [2, "; 2 more cases on record behind a gap do not count."],
])("%d behind a gap", (uncounted, said) => {
  const judgement = {
    run: { agent: { isolation: "I3" }, dataset: {}, selection: {}, endedAt: null, notes: [] },
    wall: { isolation: "I3", sealed: true },
    flow: { missing: 3, asked: 10, observed: 6, uncounted },
    evidence: { cases: 6, clusters: 6 },
    types: [],
    ladder: { rungs: [] },
    runs: [],
    breaches: { times: 0 },
    reads: {},
    drillsLeftOut: [],
    stopped: null,
    people: { labelled: null },
  };
  expect(caveats(judgement as unknown as Judgement)[0]).toMatch(new RegExp(`${said.replaceAll(".", "\\.")}$`));
});

test("what bears on the answers of this run comes before what holds of its dataset, and clusters are one note", () => {
  const judgement = {
    run: {
      agent: { isolation: "I3" },
      dataset: { card: { limits: ["Simulated."] }, clusterCap: 1 },
      selection: {},
      notes: ["A note."],
    },
    wall: { isolation: "I3", sealed: true },
    flow: { missing: 0, beyondLimit: 0, filtered: 2 },
    evidence: { cases: 60, clusters: 50 },
    types: [],
    ladder: { rungs: [] },
    runs: [],
    breaches: { times: 1, says: "It tried to get out." },
    reads: {},
    drillsLeftOut: [],
    stopped: null,
    people: { labelled: null },
  };
  expect(caveats(judgement as unknown as Judgement)).toEqual([
    "It tried to get out.",
    expect.stringMatching(/^2 cases were left out by --filter/),
    "Simulated.",
    expect.stringMatching(/^The 60 cases come from 50 clusters.*counts for at most 1 decision/),
    "A note.",
  ]);
});

describe("the one sentence on top", () => {
  test.each<[Verdict[], string]>([
    [[], "No action type asks to move up."],
    [["not_requested"], "No action type asks to move up."],
    [["promote"], "“Change an address” may move up to L4."],
    [["hold"], "“Change an address” may not move up yet."],
    [["insufficient", "not_requested"], "“Change an address” may not move up yet."],
    [["demote"], "“Change an address” may not move up. It must move down."],
    [["promote", "promote", "hold", "insufficient", "demote"], "Two of five action types may move up. One must move down."],
    [["promote", "hold"], "One of two action types may move up."],
    [["promote", "promote"], "Both action types may move up."],
    [["promote", "promote", "promote"], "All three action types may move up."],
    [["hold", "insufficient"], "Neither of two action types may move up yet."],
    [["hold", "insufficient", "hold"], "None of three action types may move up yet."],
    [["hold", "demote", "demote"], "None of three action types may move up yet. Two must move down."],
    [["demote", "demote"], "Neither of two action types may move up. Both must move down."],
    [["demote", "demote", "demote"], "None of three action types may move up. All three must move down."],
    [Array.from({ length: 12 }, () => "hold" as const), "None of 12 action types may move up yet."],
  ])("%j: %s", (verdicts, said) => {
    expect(headline(verdicts.map(type))).toBe(said);
  });
});
