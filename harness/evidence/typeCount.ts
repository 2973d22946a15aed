import { type Comparison, OUTCOMES, type Outcome } from "../compare.ts";
import type { CountedType, ShareName } from "../evidence.ts";
import { ASKED_SHARES, type VoteOfType } from "./askedShares.ts";
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
  /** Shares that a criterion of this type asks about, besides the usual ones. */
  readonly more: ReadonlyMap<ShareName, ShareCount>;
  readonly patterns = new Map<string, { decided: string; proposed: string; outcome: Outcome; n: number }>();

  constructor(share: (name: ShareName) => ShareCount, asked: readonly ShareName[]) {
    this.more = new Map(asked.map((name) => [name, share(name)]));
    this.shares = { agreement: share("agreement"), coverage: share("coverage"), harmless: share("harmless") };
  }

  /** Takes the cells of a case in which it was proposed, for the kinds of disagreement. */
  differ(cells: readonly Comparison[]): void {
    const kinds = new Map(cells.map((cell) => [`${cell.decided}\n${cell.outcome}`, cell]));
    for (const [key, { decided, proposed, outcome }] of kinds) {
      if (outcome === "match") continue;
      const pattern = this.patterns.get(key);
      if (pattern !== undefined) pattern.n++;
      else this.patterns.set(key, { decided, proposed, outcome, n: 1 });
    }
  }

  /** The shares besides the usual ones that a case is one of, and whether it is so there. */
  hits(one: VoteOfType): [ShareCount, boolean][] {
    return [...this.more].flatMap(([name, share]) => {
      const hit = ASKED_SHARES[name as keyof typeof ASKED_SHARES](one);
      return hit === undefined ? [] : [[share, hit]];
    });
  }

  /** What its shares show, but for that of usable answers. */
  shown(level?: number): Omit<CountedType["shares"], "answered"> {
    const { agreement, coverage, harmless } = this.shares;
    return {
      agreement: agreement.evidence(level),
      coverage: coverage.evidence(level),
      harmless: harmless.evidence(level),
      ...Object.fromEntries([...this.more].map(([name, share]) => [name, share.evidence(level)])),
    };
  }

  close(most: number): void {
    for (const share of Object.values(this.shares)) share.close(most);
    for (const share of this.more.values()) share.close(most);
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
