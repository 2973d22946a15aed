import { ESCALATE } from "../action.ts";
import type { Proposal, Proposed } from "../agent.ts";
import { sameness } from "./proposalOf.ts";

/** What an agent proposed at last, and what earlier tries at the same attempt had asked for: an act asked for again is one act. */
export function withEarlier(proposal: Proposal, earlier: readonly Proposed[]): Proposal {
  const { because } = proposal;
  const actions =
    proposal.kind === "act" ? proposal.actions : proposal.kind === "escalate" ? [{ type: ESCALATE, params: {} }] : [];
  const lost = missing(earlier, actions);
  if (lost.length === 0) return proposal;
  return { kind: "act", actions: [...lost, ...actions], ...(because === undefined ? {} : { because }) };
}

/** The acts of two tries, each as often as the try that asked for it more often. */
export function together(before: readonly Proposed[], now: readonly Proposed[]): readonly Proposed[] {
  return [...missing(before, now), ...now];
}

/** Those of `before` that are not among `now`, counted one by one. */
function missing(before: readonly Proposed[], now: readonly Proposed[]): readonly Proposed[] {
  const left = new Map<string, number>();
  for (const one of now) left.set(sameness(one), (left.get(sameness(one)) ?? 0) + 1);
  return before.filter((one) => {
    const n = left.get(sameness(one)) ?? 0;
    left.set(sameness(one), n - 1);
    return n <= 0;
  });
}
