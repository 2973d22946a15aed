import type { Case } from "../case.ts";
import type { Comparison, Outcome } from "../compare.ts";
import type { Observation } from "../replay.ts";
import type { Beyond } from "./beyond.ts";
import { actionsOf, actOf, keptOf } from "./compareUnder.ts";
import type { Policies } from "./policies.ts";
import type { PolicySeen } from "./policySeen.ts";
import { TypePolicy } from "./typePolicy.ts";
import { ChainsSeen, type WiderChild } from "./widerChildren.ts";

/** Counts what envelopes let through and kept back, case by case; the first attempt only. */
export class PolicyCount {
  readonly #policies: Policies;
  readonly #serious: (type: string) => readonly Outcome[];
  readonly #beyond: Beyond | undefined;
  readonly #types = new Map<string, TypePolicy>();
  readonly #chains = new ChainsSeen();

  /** `beyond` as it was given to `compareUnder`. */
  constructor(policies: Policies, serious: (type: string) => readonly Outcome[], beyond?: Beyond) {
    this.#policies = policies;
    this.#serious = serious;
    this.#beyond = beyond;
  }

  /** One case with the cells of its first attempt, as `compareUnder` made them. */
  add(one: Case, vote: readonly Comparison[], observations: readonly Observation[]): void {
    if (!this.#policies.any) return;
    const actions = actionsOf(observations[0]);
    for (const cell of vote) {
      const act = actOf(this.#policies, cell, actions);
      if (act === undefined) continue;
      const { envelope, action, index } = act;
      const kept = cell.would === undefined ? [] : keptOf(envelope, one, action, index, this.#beyond);
      this.#of(cell.proposed).add(action, kept, cell.otherwise ?? cell.outcome);
      this.#chains.add(envelope, action);
    }
  }

  /** What the envelope of a type did; null where it has none. */
  seen(type: string): PolicySeen | null {
    return this.#policies.under(type) === undefined ? null : this.#of(type).seen();
  }

  /** Sub-agents that proposals of the type came through and that are allowed more than the agent they work for. */
  wider(type: string): readonly WiderChild[] {
    return this.#chains.wider(this.#policies.under(type));
  }

  #of(type: string): TypePolicy {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const envelope = this.#policies.under(type);
    if (envelope === undefined) throw new Error(`nothing is written about ${type}`);
    const made = new TypePolicy(envelope, this.#serious(type));
    this.#types.set(type, made);
    return made;
  }
}
