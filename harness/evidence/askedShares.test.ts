import { describe, expect, test } from "vitest";
import { ESCALATE, NONE } from "../action.ts";
import type { Comparison, Outcome } from "../compare.ts";
import type { ShareName } from "../evidence.ts";
import { ASKED_SHARES } from "./askedShares.ts";

/** A person's act beside the agent's, of the type that is asked about. */
const both = (outcome: Outcome): Comparison => ({
  decided: "pay",
  proposed: "pay",
  outcome,
  decidedAction: 0,
  proposedAction: 0,
});
/** The agent's act that no act of the person stands beside. */
const acted = (outcome: Outcome, decided: string = NONE, proposed = "pay"): Comparison => ({
  decided,
  proposed,
  outcome,
  proposedAction: 0,
  ...(decided === NONE ? {} : { decidedAction: 0 }),
});
/** The person's act without one of the agent's. */
const lone = (outcome: Outcome, proposed: string): Comparison => ({ decided: "pay", proposed, outcome, decidedAction: 0 });
const handedOver = (proposed: string, outcome: Outcome, more: Partial<Comparison> = {}): Comparison => ({
  decided: ESCALATE,
  proposed,
  outcome,
  decidedAction: 0,
  ...more,
});

function asked(share: ShareName, vote: readonly Comparison[], good?: boolean): boolean | undefined {
  const proposed = vote.filter(
    (cell) => cell.proposed === "pay" && cell.proposedAction !== undefined && cell.would === undefined,
  );
  const decided = vote.filter((cell) => cell.decided === "pay" && cell.decidedAction !== undefined);
  return ASKED_SHARES[share as keyof typeof ASKED_SHARES]({ type: "pay", vote, proposed, decided, good });
}

describe("whether a case counts for a share, and as what", () => {
  test.each<[ShareName, string, Comparison[], boolean | undefined]>([
    ["accepted", "the same", [both("match")], true],
    ["accepted", "minor details aside", [both("near")], true],
    ["accepted", "other details", [both("params")], false],
    ["accepted", "one of two is other", [both("match"), both("params")], false],
    ["accepted", "it proposed nothing of this", [lone("missed", NONE)], undefined],
    ["restrained", "the same", [both("match")], true],
    ["restrained", "other details are no needless act", [both("params")], true],
    ["restrained", "the person did nothing", [acted("overreach")], false],
    ["restrained", "once too often", [both("match"), acted("overreach")], false],
    ["restrained", "it proposed nothing of this", [lone("escalated", ESCALATE)], undefined],
    ["handled", "the same", [both("match")], true],
    ["handled", "wrong is not handed over", [both("params")], true],
    ["handled", "handed over", [lone("escalated", ESCALATE)], false],
    ["handled", "declined", [lone("abstained", "abstain")], false],
    ["handled", "one of two handed over", [both("match"), lone("escalated", ESCALATE)], false],
    ["handled", "one of two declined", [both("match"), lone("abstained", "abstain")], false],
    ["handled", "the person did nothing of this", [acted("overreach")], undefined],
    ["sound", "the same", [both("match")], true],
    ["sound", "wrong is no failure", [both("params")], true],
    ["sound", "no answer", [lone("failed", "failed")], false],
    ["sound", "unfit params", [both("failed")], false],
    ["sound", "unfit params of another type", [acted("failed", "pay", "close")], true],
    ["sound", "a word, and one act of the person without a partner", [both("match"), lone("missed", NONE)], true],
    ["sound", "not a word where the person did this", [lone("missed", NONE)], false],
    ["sound", "not a word where the person did something else", [{ ...lone("missed", NONE), decided: "close" }], true],
    ["sound", "a hand-over is a word", [lone("escalated", ESCALATE)], true],
    ["sound", "to decline is a word", [lone("abstained", "abstain")], true],
    ["sound", "nothing where the person did nothing", [{ decided: NONE, proposed: NONE, outcome: "match" }], true],
    ["deferred", "handed over as well", [handedOver(ESCALATE, "match", { proposedAction: 0 })], true],
    ["deferred", "nothing done", [handedOver(NONE, "missed")], true],
    ["deferred", "declined", [handedOver("abstain", "abstained")], true],
    ["deferred", "no answer is no restraint", [handedOver("failed", "failed")], false],
    ["deferred", "acted on", [handedOver("pay", "overreach", { proposedAction: 0 })], false],
    ["deferred", "acted on in a way that is only called another type", [handedOver("pay", "type", { proposedAction: 0 })], false],
    [
      "deferred",
      "handed over, and acted on besides",
      [handedOver(ESCALATE, "match", { proposedAction: 0 }), acted("type")],
      false,
    ],
    [
      "deferred",
      "an act that the envelope keeps back is not carried out",
      [handedOver("pay", "escalated", { proposedAction: 0, would: "escalate" })],
      true,
    ],
    ["deferred", "the person did not hand over", [both("match")], undefined],
    ["justified", "both handed over", [handedOver(ESCALATE, "match", { proposedAction: 0 })], true],
    ["justified", "only the agent did", [{ ...lone("escalated", ESCALATE), proposedAction: 0 }], false],
    ["justified", "only the person did", [handedOver(NONE, "missed")], undefined],
  ])("%s, %s", (share, _, vote, counts) => {
    expect(asked(share, vote)).toBe(counts);
  });

  test("outcomes: a good one is at risk where any act of it differs, a bad one is not the agent's loss", () => {
    expect(asked("outcomes", [both("match")], true)).toBe(true);
    expect(asked("outcomes", [both("params")], true)).toBe(false);
    expect(asked("outcomes", [both("match"), both("params")], true)).toBe(false);
    expect(asked("outcomes", [both("params")], false)).not.toBe(false);
    for (const vote of [[both("match")], [both("params")]]) expect(asked("outcomes", vote)).toBeUndefined();
    expect(asked("outcomes", [lone("missed", NONE)], true)).toBeUndefined();
  });
});
