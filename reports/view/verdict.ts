import type { FindingVerdict, TypeJudgement, Verdict } from "earnest";

/** How a verdict looks and reads: its word, its shape, and the class that colours it. */
export interface Badge {
  readonly word: string;
  readonly icon: string;
}

/** Verdicts in the order in which a long list shows them. */
export const VERDICTS: readonly Verdict[] = ["demote", "promote", "hold", "insufficient", "not_requested"];

const BADGES: Record<Verdict, Badge> = {
  promote: { word: "Promote", icon: "promote" },
  hold: { word: "Hold", icon: "hold" },
  insufficient: { word: "Not enough evidence", icon: "unsure" },
  demote: { word: "Demote", icon: "demote" },
  not_requested: { word: "Not asked", icon: "out" },
};

const STATES: Record<FindingVerdict, Badge> = {
  met: { word: "Met", icon: "met" },
  "not-met": { word: "Not met", icon: "fail" },
  insufficient: { word: "Cannot say yet", icon: "open" },
};

export function badgeOf(verdict: Verdict): Badge {
  return BADGES[verdict];
}

export function stateOf(verdict: FindingVerdict): Badge {
  return STATES[verdict];
}

/** "L3 to L4", or where it stays. */
export function moveOf({ decided }: TypeJudgement): string {
  if (decided.at === "") return "";
  return decided.to === decided.at ? `stays at ${decided.at}` : `${decided.at} to ${decided.to}`;
}
