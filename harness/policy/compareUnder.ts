import type { Proposed } from "../agent.ts";
import type { Case } from "../case.ts";
import { clip, listed, quote } from "../comparators/quote.ts";
import { type ComparedTypes, type Comparison, compareAttempts, type Outcome } from "../compare.ts";
import type { Observation } from "../replay.ts";
import type { Beyond } from "./beyond.ts";
import { type Envelope, type Kept, keptBy } from "./envelope.ts";
import type { Policies } from "./policies.ts";

/**
 * Compares each attempt at a case with the reference decision, as far as the envelopes let its acts through: an act that a rule keeps
 * back is handed over or refused, and never a match. Limits over time are those of the first attempt; without `beyond` none is looked at.
 */
export function compareUnder(
  policies: Policies,
  one: Case,
  observations: readonly Observation[],
  types: ComparedTypes,
  beyond?: Beyond,
): Comparison[][] {
  const attempts = compareAttempts(one, observations, types);
  if (!policies.any) return attempts;
  const first = actionsOf(observations[0]);
  return attempts.map((cells, attempt) => {
    const actions = actionsOf(observations[attempt]);
    return cells.map((cell) => {
      const act = actOf(policies, cell, actions);
      if (act === undefined) return cell;
      const { envelope, action, index } = act;
      const counted = first[index]?.type === action.type ? beyond : undefined;
      const kept = keptOf(envelope, one, action, index, counted);
      return kept.length === 0 ? cell : keptBack(cell, kept);
    });
  });
}

/** The proposed act of a cell, where an envelope has a say in it; an act that could not be carried out has none. */
export function actOf(
  policies: Policies,
  { proposed, proposedAction, outcome, otherwise }: Comparison,
  actions: readonly Proposed[],
): { readonly envelope: Envelope; readonly action: Proposed; readonly index: number } | undefined {
  if (proposedAction === undefined || (otherwise ?? outcome) === "failed") return undefined;
  const envelope = policies.under(proposed);
  const action = actions[proposedAction];
  return envelope === undefined || action === undefined ? undefined : { envelope, action, index: proposedAction };
}

/** Everything that keeps one act back. */
export function keptOf(
  envelope: Envelope,
  one: Case,
  action: Proposed,
  index: number,
  beyond: Beyond | undefined,
): readonly Kept[] {
  const kept = keptBy(envelope, one, action);
  if (beyond === undefined || !envelope.windowed) return kept;
  const limits = beyond.by(one.id, index).flatMap(({ place, unread }) => {
    const ruled = envelope.ruled[place];
    return ruled === undefined ? [] : [{ ruled, unread }];
  });
  return [...kept, ...limits];
}

export function actionsOf(observation: Observation | undefined): readonly Proposed[] {
  return observation?.kind === "proposed" && observation.proposal.kind === "act" ? observation.proposal.actions : [];
}

function keptBack(cell: Comparison, kept: readonly Kept[]): Comparison {
  const would = wouldBe(kept);
  const said = listed(kept.map(saidOf), " ");
  const what = would === "refuse" ? "The policy refuses this" : "The policy hands this to a person";
  return { ...cell, outcome: "escalated", would, otherwise: cell.outcome, because: clip(`${what}: ${said}${differed(cell)}`) };
}

/** A refusal is the stronger word. */
export function wouldBe(kept: readonly Kept[]): "escalate" | "refuse" {
  return kept.some(({ ruled }) => ruled.rule.stops === "refuse") ? "refuse" : "escalate";
}

function saidOf({ ruled: { rule, agent }, unread }: Kept): string {
  const whose = agent === null ? "" : ` (a rule for ${quote(agent)})`;
  const why = unread === null ? "" : ` (it could not be read here: ${unread})`;
  return `${rule.says.trim().replace(/\.$/, "")}${whose}${why}.`;
}

const OTHERWISE: Partial<Record<Outcome, string>> = {
  near: "it differed from the person's in details",
  params: "its details were not the person's",
  type: "the person acted differently",
  overreach: "the person did not do it",
};

function differed({ outcome, because }: Comparison): string {
  const said = because ?? OTHERWISE[outcome];
  return said === undefined ? "" : ` Let through, it would have differed: ${said}`;
}
