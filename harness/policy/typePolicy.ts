import type { Proposed } from "../agent.ts";
import type { Outcome } from "../compare.ts";
import { wouldBe } from "./compareUnder.ts";
import type { Envelope, Kept, Ruled } from "./envelope.ts";
import { rulesFor } from "./envelope.ts";
import { CappedProposals } from "./limitsSeen.ts";
import type { PolicySeen, RuleSeen } from "./policySeen.ts";

class RuleCount {
  kept = 0;
  alone = 0;
  matches = 0;
  serious = 0;
  unread = 0;
  unreadBecause: string | null = null;
  readonly capped: CappedProposals | undefined;

  constructor({ rule }: Ruled) {
    if (rule.name === "cap") this.capped = new CappedProposals();
  }
}

/** Counts what the envelope of one action type let through and kept back. */
export class TypePolicy {
  readonly #envelope: Envelope;
  readonly #serious: readonly Outcome[];
  readonly #rules: readonly { readonly ruled: Ruled; readonly count: RuleCount }[];
  #proposed = 0;
  #escalated = 0;
  #refused = 0;
  #matchesKept = 0;

  constructor(envelope: Envelope, serious: readonly Outcome[]) {
    this.#envelope = envelope;
    this.#serious = serious;
    this.#rules = envelope.ruled.map((ruled) => ({ ruled, count: new RuleCount(ruled) }));
  }

  /** One proposal, what keeps it back, and what its cell comes to where nothing does. */
  add(action: Proposed, kept: readonly Kept[], outcome: Outcome): void {
    const match = outcome === "match";
    const serious = this.#serious.includes(outcome);
    this.#proposed++;
    if (kept.length > 0) {
      if (wouldBe(kept) === "refuse") this.#refused++;
      else this.#escalated++;
      if (match) this.#matchesKept++;
    }
    for (const one of kept) this.#keep(one, kept.length === 1, match, serious);
    this.#cap(action, kept, match, serious);
  }

  #keep({ ruled, unread }: Kept, alone: boolean, match: boolean, serious: boolean): void {
    const { count } = this.#rules[ruled.place] as { readonly count: RuleCount };
    if (unread !== null) {
      count.unread++;
      count.unreadBecause ??= unread;
      return;
    }
    count.kept++;
    if (!alone) return;
    count.alone++;
    if (match) count.matches++;
    if (serious) count.serious++;
  }

  /** What a cap decides about alone, whatever its limit: nothing else keeps it back. */
  #cap(action: Proposed, kept: readonly Kept[], match: boolean, serious: boolean): void {
    let under: readonly Ruled[] | undefined;
    for (const { ruled, count } of this.#rules) {
      if (count.capped === undefined) continue;
      if (kept.some((one) => one.ruled !== ruled || one.unread !== null)) continue;
      under ??= rulesFor(this.#envelope, action);
      const value = action.params[String(ruled.rule.params["param"])];
      count.capped.add(under.includes(ruled) ? Number(value) : undefined, match, serious);
    }
  }

  seen(): PolicySeen {
    const { digest, rung, chain } = this.#envelope;
    // What a chain means is nobody's rule: it is told of where it kept something back.
    const told = this.#rules.filter(({ ruled, count }) => ruled !== chain || count.kept > 0);
    return {
      digest,
      rung,
      proposed: this.#proposed,
      through: this.#proposed - this.#escalated - this.#refused,
      escalated: this.#escalated,
      refused: this.#refused,
      matchesKept: this.#matchesKept,
      rules: told.map(({ ruled, count }) => ruleSeen(ruled, count)),
    };
  }
}

function ruleSeen({ rule, agent }: Ruled, { capped, ...count }: RuleCount): RuleSeen {
  const { name, says, control, stops, params } = rule;
  return { name, says, control, stops, agent, ...count, limits: capped?.limits(Number(params["limit"])) ?? [] };
}
