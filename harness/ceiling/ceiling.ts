/** What one way of weighing risk allows at most, as a rung of the evidence ladder, and why, in a sentence. */
export interface Bound {
  /** The instrument: "scorecard", "four questions", "quick test", "tier", "refusal signal". */
  readonly from: string;
  readonly rung: string;
  readonly because: string;
  /** What would lift it, where that is no smaller risk: owners, or a named decision; "nothing" where a person approves each act whatever is decided. */
  readonly lifts?: "owners" | "decision" | "nothing";
}

/** The highest rung that a risk profile allows, whatever the evidence: the lowest of its bounds. Plain data. */
export interface Ceiling {
  /** A rung of the evidence ladder. */
  readonly rung: string;
  /** Lowest first. */
  readonly bounds: readonly Bound[];
}

/** Where a ceiling stands on the ladder of a suite. */
export interface CeilingSeen extends Ceiling {
  /** The highest rung of the suite's ladder that it allows; null where it allows none. */
  readonly highest: string | null;
  /** Does the ceiling keep the type from the rung it asks for, and from the one it stands on? */
  readonly bars: { readonly ask: boolean; readonly at: boolean };
}
