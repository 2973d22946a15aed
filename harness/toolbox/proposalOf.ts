import { ESCALATE } from "../action.ts";
import type { Beside, Proposal, Proposed } from "../agent.ts";
import { canonicalJson } from "../canonical.ts";
import { onRecord } from "../onRecord.ts";

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
    const others = actions.filter((action) => !known.has(sameness(action)));
    return { ...because, kind: "act", actions: [...withChains(captured, actions), ...others] };
  }
  const [only] = captured;
  if (captured.length === 1 && only?.type === ESCALATE) {
    const { confidence } = only;
    return { kind: "escalate", ...because, ...(confidence === undefined ? {} : { confidence }) };
  }
  if (captured.length > 0 || idle) return { kind: "act", actions: captured, ...because };
  return undefined;
}

/** An act as a write asked for it, kept as it was then. */
export function asProposed(type: string, params: Proposed["params"], { confidence, chain }: Beside): Proposed {
  return {
    type,
    params,
    ...(confidence === undefined ? {} : { confidence }),
    ...(chain === undefined ? {} : { chain: onRecord(chain).value as readonly string[] }),
  };
}

/** An act written without its chain has the one it is returned with: what is allowed must not grow by saying a thing twice. */
function withChains(captured: readonly Proposed[], returned: readonly Proposed[]): readonly Proposed[] {
  const chains = new Map(returned.filter(({ chain }) => chain !== undefined).map((one) => [sameness(one), one.chain]));
  if (chains.size === 0) return captured;
  return captured.map((one) => {
    const chain = one.chain ?? chains.get(sameness(one));
    return chain === undefined ? one : { ...one, chain };
  });
}

/** Two acts are the same by type and params. */
export function sameness({ type, params }: Proposed): string {
  return `${type} ${canonicalJson(params ?? {})}`;
}
