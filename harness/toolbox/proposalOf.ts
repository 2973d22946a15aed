import { ESCALATE } from "../action.ts";
import type { Proposal, Proposed } from "../agent.ts";
import { canonicalJson } from "../canonical.ts";

/** What was asked for by writes: the acts, whether nothing is to be done, and the reason given. */
export interface Written {
  readonly captured: readonly Proposed[];
  readonly idle: boolean;
  readonly because: string | undefined;
}

/** What the agent proposed: what it returned, and the writes it asked for on the way; undefined where there is neither. */
export function proposalOf(returned: Proposal | undefined, { captured, idle, because: reason }: Written): unknown {
  const because = reason === undefined ? {} : { because: reason };
  if (returned !== undefined && returned !== null) {
    if (captured.length === 0) return returned;
    const actions =
      returned.kind === "act" ? returned.actions : returned.kind === "escalate" ? [{ type: ESCALATE, params: {} }] : [];
    const known = new Set(captured.map(sameness));
    return { ...because, kind: "act", actions: [...captured, ...actions.filter((action) => !known.has(sameness(action)))] };
  }
  const [only] = captured;
  if (captured.length === 1 && only?.type === ESCALATE) {
    const { confidence } = only;
    return { kind: "escalate", ...because, ...(confidence === undefined ? {} : { confidence }) };
  }
  if (captured.length > 0 || idle) return { kind: "act", actions: captured, ...because };
  return undefined;
}

/** Two acts are the same by type and params. */
export function sameness({ type, params }: Proposed): string {
  return `${type} ${canonicalJson(params ?? {})}`;
}
