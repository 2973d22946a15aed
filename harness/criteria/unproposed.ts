import type { TypeEvidence } from "../evidence.ts";
import { many } from "../words.ts";

/** Why no proposal counts: none was made, or its policy kept back all of them. Without a full stop. */
export function unproposed({ facts }: Pick<TypeEvidence, "facts">): string {
  const kept = facts.policy?.keptBack ?? 0;
  return kept === 0
    ? "The agent never proposed this"
    : `Its policy kept back ${kept === 1 ? "its one proposal" : `each of its ${many(kept, "proposal")}`}`;
}

/** The same in a column. */
export function unproposedFact({ facts }: Pick<TypeEvidence, "facts">): string {
  return (facts.policy?.keptBack ?? 0) === 0 ? "never proposed" : "all kept back";
}
