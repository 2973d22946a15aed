import { OUTCOMES, type Outcome } from "../compare.ts";
import type { ShareName } from "../evidence.ts";
import type { ShareCount } from "./shareCount.ts";

/** What is counted of one action type. */
export class TypeCount {
  readonly proposed = emptySide();
  readonly decided = emptySide();
  serious = 0;
  unusable = 0;
  readonly shares: Readonly<Record<"agreement" | "coverage" | "harmless", ShareCount>>;
  /** Its own answers, from the first proposal of this type that could not be used; until then they are those of the whole run. */
  answered: ShareCount | undefined;
  readonly patterns = new Map<string, { decided: string; proposed: string; outcome: Outcome; n: number }>();

  constructor(share: (name: ShareName) => ShareCount) {
    this.shares = { agreement: share("agreement"), coverage: share("coverage"), harmless: share("harmless") };
  }

  close(most: number): void {
    for (const share of Object.values(this.shares)) share.close(most);
  }
}

export function emptyTally(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}

function emptySide() {
  return { n: 0, matches: 0, outcomes: emptyTally() };
}

export function add(side: ReturnType<typeof emptySide>, outcome: Outcome): void {
  side.n++;
  side.outcomes[outcome]++;
  if (outcome === "match") side.matches++;
}
