import type { TypeEvidence } from "../evidence.ts";
import { say } from "../sentences.ts";

/** Why no proposal counts: none was made, or its policy kept back all of them. Without a full stop. */
export function unproposed({ facts }: Pick<TypeEvidence, "facts">): string {
  return say.checks.unproposed(facts.policy?.keptBack ?? 0);
}

/** The same in a column. */
export function unproposedFact({ facts }: Pick<TypeEvidence, "facts">): string {
  return say.checks.unproposedFact(facts.policy?.keptBack ?? 0);
}
