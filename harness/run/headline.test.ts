import { describe, expect, test } from "vitest";
import type { Verdict } from "../gate.ts";
import { headline } from "./headline.ts";
import type { TypeJudgement } from "./judgement.ts";

const type = (verdict: Verdict, i: number): TypeJudgement => ({
  type: `t${i}`,
  title: "Change an address",
  noun: "address changes",
  declared: true,
  reversibility: "reversible",
  owners: {},
  decided: { verdict, at: "L3", ask: "L4", to: verdict === "promote" ? "L4" : "L3", why: "", change: "", climb: [], stay: [] },
  evidence: {} as TypeJudgement["evidence"],
  interval: { low: 0, high: 1 },
  among: null,
  judge: null,
  confidence: null,
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
