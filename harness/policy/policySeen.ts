/** What one rule of an envelope did in the replayed history, over the proposals of its action type that a case's vote holds. */
export interface RuleSeen {
  readonly name: string;
  /** The rule in one plain sentence, and what enforces it in production; null where nothing is named. */
  readonly says: string;
  readonly control: string | null;
  readonly stops: "escalate" | "refuse";
  /** The agent of a chain whose rule it is; null for the row's own. */
  readonly agent: string | null;
  /** Proposals that it kept back, and those that no other rule kept back as well. */
  readonly kept: number;
  readonly alone: number;
  /** Of those it alone kept back: the same as the person's, and serious disagreements. What dropping the rule would let through, limits over time as they stood. */
  readonly matches: number;
  readonly serious: number;
  /** Where it could not be evaluated, which keeps an act back as well, and the first reason; not in `kept`. */
  readonly unread: number;
  readonly unreadBecause: string | null;
  /** For a limit on a number: what would come through at other limits, the present one among them; from low to high. */
  readonly limits: readonly LimitSeen[];
}

/** What would come through if a limit stood elsewhere, all other rules as they are, and what limits over time kept back as it was. */
export interface LimitSeen {
  readonly limit: number;
  readonly now: boolean;
  readonly through: number;
  readonly matches: number;
  readonly serious: number;
}

/** What the policy envelope of an action type did in the replayed history. Plain data. */
export interface PolicySeen {
  readonly digest: string;
  /** The rung whose envelope it is. */
  readonly rung: string;
  /** Proposals of the type that could be used, those let through, handed over and refused. */
  readonly proposed: number;
  readonly through: number;
  readonly escalated: number;
  readonly refused: number;
  /** Proposals that were the person's, and were kept back. */
  readonly matchesKept: number;
  readonly rules: readonly RuleSeen[];
}
