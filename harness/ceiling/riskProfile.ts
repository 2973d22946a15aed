/** The criteria of the scorecard, each from 1 to 5, 5 the riskier. */
export const CRITERIA = [
  "errorImpact",
  "reversibility",
  "dataSensitivity",
  "processStability",
  "contextQuality",
  "supervision",
] as const;

/** What should make somebody stop and ask whether an agent may do this at all. */
export const SIGNALS = [
  "no-owner",
  "contradictory-sources",
  "wide-permissions",
  "expert-judgement",
  "employment",
  "credit",
  "health",
  "rights",
] as const;

export type Signal = (typeof SIGNALS)[number];

/**
 * What can go wrong with an action type, and how badly, by as many of the published instruments as its owners use. The six
 * criteria of the scorecard are whole numbers from 1 to 5, 5 the riskier: all six, or none.
 */
export interface RiskProfile {
  /** What one wrong act costs. */
  readonly errorImpact?: number;
  /** How hard it is to undo. */
  readonly reversibility?: number;
  readonly dataSensitivity?: number;
  /** How often the way of doing it changes, or its rules have exceptions. */
  readonly processStability?: number;
  /** How much of what a decision needs is missing from what the agent sees, or wrong in it. */
  readonly contextQuality?: number;
  /** How little a person sees of what the agent does, or how late. */
  readonly supervision?: number;
  /** It is one step of a larger act that a person finishes: a middling scorecard then allows one rung more. */
  readonly subAction?: true;
  readonly questions?: {
    /** Can it be undone? */
    readonly reversible: boolean;
    /** Is the most that one wrong act can touch small, and known? */
    readonly contained: boolean;
    /** Does the agent see all that the decision takes? */
    readonly fullContext: boolean;
    /** Does a wrong act cost less than waiting for a person? */
    readonly errorCheaperThanDelay: boolean;
  };
  readonly quickTest?: {
    readonly frequency: "often" | "seldom";
    /** Of an error. */
    readonly cost: "low" | "high";
    readonly reversible: boolean;
    readonly data: "ample" | "thin";
  };
  readonly tier?: "low" | "medium" | "high";
  /** None given, by an empty list: they were looked for. */
  readonly signals?: readonly Signal[];
  /** Who decided that an agent may do it in spite of its signals, and where that is written down. */
  readonly governance?: { readonly by: string; readonly reference: string };
}
