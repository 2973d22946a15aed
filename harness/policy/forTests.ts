import type { Proposed } from "../agent.ts";
import type { Case } from "../case.ts";
import { exact } from "../comparators/exact.ts";
import { fields } from "../comparators/fields.ts";
import type { ComparedTypes, Comparison } from "../compare.ts";
import type { Observation } from "../replay.ts";
import { compareUnder } from "./compareUnder.ts";
import { type EnvelopedSuite, type Policies, policiesOf } from "./policies.ts";
import { PolicyCount } from "./policyCount.ts";
import type { Rule } from "./rule.ts";
import { WindowPass } from "./windowPass.ts";

/** For tests: one action type, compared by its amount. */
export const TYPES: ComparedTypes = new Map([["pay", { compare: fields({ amount: exact() }) }]]);

const ladder = { rungs: [{ id: "L3" }, { id: "L4" }, { id: "L5" }] };

/** For tests: the envelope of one action type that asks for L4 and stands on L3. */
export function policiesFor(
  envelope: EnvelopedSuite["actions"][string]["envelope"],
  agents?: EnvelopedSuite["agents"],
  gate: { readonly at: string; readonly ask?: string } = { at: "L3", ask: "L4" },
): Policies {
  const row = envelope === undefined ? {} : { envelope };
  return policiesOf({ actions: { pay: row }, ladder, ...(agents === undefined ? {} : { agents }) }, new Map([["pay", gate]]));
}

/** For tests: a case in which a person acted so, or not at all. */
export function caseOf(amount: unknown, more: Partial<Case> = {}): Case {
  const actions = amount === undefined ? [] : [{ type: "pay", params: { amount } }];
  const id = more.id ?? "c1";
  return { id, cluster: id, input: {}, reads: [], slices: {}, weight: 1, decisions: [{ actions }], ...more };
}

/** For tests: an act. */
export function pay(amount: unknown, more: Partial<Proposed> = {}): Proposed {
  return { type: "pay", params: { amount }, ...more };
}

/** For tests: what an agent would have done. */
export function proposing(...actions: readonly Proposed[]): Observation {
  const proposal = { kind: "act", actions } as const;
  return { kind: "proposed", proposal, attempt: 1, isolation: "I3", trace: { steps: [] }, breaches: [], ms: 1 };
}

/** For tests: a case with what was proposed in it. */
export interface Seen {
  readonly one: Case;
  readonly observation: Observation;
}

/** For tests: everything a judgement does with envelopes, in its order: limits over time first, then case by case. */
export function countUnder(policies: Policies, seen: readonly Seen[]): { cells: Comparison[][]; count: PolicyCount } {
  const pass = new WindowPass(policies, TYPES);
  for (const { one, observation } of seen) pass.add(one, [observation]);
  const beyond = pass.beyond();
  const count = new PolicyCount(policies, () => ["overreach"], beyond);
  const cells = seen.map(({ one, observation }) => {
    const [vote = []] = compareUnder(policies, one, [observation], TYPES, beyond);
    count.add(one, vote, [observation]);
    return vote;
  });
  return { cells, count };
}

/** For tests: how many acts come through under these rules. */
export function through(rules: readonly Rule[], seen: readonly Seen[]): number {
  const { cells } = countUnder(policiesFor(rules), seen);
  return cells.flat().filter(({ proposedAction, would }) => proposedAction !== undefined && would === undefined).length;
}
