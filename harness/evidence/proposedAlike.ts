import { type Action, ESCALATE } from "../action.ts";
import { type ComparedTypes, compareSets } from "../compare.ts";
import type { Observation } from "../replay.ts";

/** Did all attempts propose the same, two by two, by the suite's own comparators, or all give the same kind of no answer? */
export function proposedAlike(observations: readonly Observation[], types: ComparedTypes): boolean {
  return observations.every((one, i) => observations.slice(i + 1).every((other) => isAlike(one, other, types)));
}

function isAlike(one: Observation, other: Observation, types: ComparedTypes): boolean {
  const [mine, others] = [actsOf(one), actsOf(other)];
  if (typeof mine === "string" || typeof others === "string") return mine === others;
  return compareSets(mine, others, types).every(({ outcome }) => outcome === "match");
}

/** What was proposed, or which kind of no answer was given. */
function actsOf(observed: Observation): readonly Action[] | "failed" | "abstain" {
  if (observed.kind === "failed") return "failed";
  const { proposal } = observed;
  if (proposal.kind === "abstain") return "abstain";
  return proposal.kind === "act" ? proposal.actions : [{ type: ESCALATE, params: {} }];
}
