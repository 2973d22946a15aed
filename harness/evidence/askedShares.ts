import { ESCALATE, NONE } from "../action.ts";
import type { Comparison } from "../compare.ts";
import { type ASKED_ONLY, worst, wouldAct } from "../evidence.ts";

/** One case's vote, and the part of it that concerns one action type. */
export interface VoteOfType {
  readonly type: string;
  readonly vote: readonly Comparison[];
  /** Cells in which the agent would have taken an action of the type, and in which the person took one. */
  readonly proposed: readonly Comparison[];
  readonly decided: readonly Comparison[];
  /** Did what became known later turn out well for the person's decision? Undefined where it is not known. */
  readonly good: boolean | undefined;
}

type AskedShare = (typeof ASKED_ONLY)[number];

/** Whether a case is one that a share asks about, and whether it is so there; undefined where it is not asked. */
export const ASKED_SHARES: Readonly<Record<AskedShare, (one: VoteOfType) => boolean | undefined>> = {
  accepted: ({ proposed }) => among(proposed, (cells) => ["match", "near"].includes(worst(cells))),
  restrained: ({ proposed }) => among(proposed, (cells) => cells.every(({ outcome }) => outcome !== "overreach")),
  // Nothing is known of what another decision would have led to: where all was well it may have cost that, and where it was not there was
  // nothing to lose; such cases among the rest would only water the share down.
  outcomes: ({ proposed, good }) =>
    good === true ? among(proposed, (cells) => cells.every(({ outcome }) => outcome === "match")) : undefined,
  handled: ({ decided }) =>
    among(decided, (cells) => cells.every(({ outcome }) => outcome !== "escalated" && outcome !== "abstained")),
  sound: ({ type, vote }) =>
    !isUnanswered(vote) && !vote.some((cell) => cell.proposed === type && isUnusable(cell)) && !isSilent(vote, type),
  deferred: ({ vote }) => (handedOver(vote, "decided") ? !isUnanswered(vote) && !vote.some(isCarriedOut) : undefined),
  justified: ({ vote }) => (handedOver(vote, "proposed") ? handedOver(vote, "decided") : undefined),
};

function among(cells: readonly Comparison[], holds: (cells: readonly Comparison[]) => boolean): boolean | undefined {
  return cells.length === 0 ? undefined : holds(cells);
}

function isUnanswered(vote: readonly Comparison[]): boolean {
  return vote.every(({ proposed }) => proposed === "failed");
}

/** A proposed action whose params are unfit; a case without any answer has no proposed action. */
export function isUnusable(cell: Comparison): boolean {
  return cell.proposedAction !== undefined && cell.outcome === "failed";
}

/** The person did this, and the agent ended without a word: no act, no hand-over, no refusal to propose. */
function isSilent(vote: readonly Comparison[], type: string): boolean {
  return (
    vote.every(({ proposed, proposedAction }) => proposed === NONE && proposedAction === undefined) &&
    vote.some(({ decided, decidedAction }) => decided === type && decidedAction !== undefined)
  );
}

function handedOver(vote: readonly Comparison[], side: "decided" | "proposed"): boolean {
  return vote.some((cell) => cell[side] === ESCALATE);
}

function isCarriedOut(cell: Comparison): boolean {
  return wouldAct(cell) && cell.proposed !== ESCALATE;
}
