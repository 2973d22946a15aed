import type { Case, Decision } from "../case.ts";

/** A person's decision as it may leave the house. */
export type PageDecision = Pick<Decision, "actions" | "at">;

/** A case without who decided it and how long they took: a report is about an agent, and holds no figure about an employee. */
export function withoutPeople(one: Case): Case & { readonly decisions: readonly [PageDecision, ...PageDecision[]] } {
  const [first, ...others] = one.decisions;
  return { ...one, decisions: [impersonal(first), ...others.map(impersonal)] };
}

function impersonal({ actions, at }: Decision): PageDecision {
  return at === undefined ? { actions } : { actions, at };
}
