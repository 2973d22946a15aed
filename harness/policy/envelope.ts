import type { Action } from "../action.ts";
import type { Proposed } from "../agent.ts";
import { digestOf } from "../canonical.ts";
import type { Case } from "../case.ts";
import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import { compileCel, type Expression } from "./cel.ts";
import { celValue } from "./celWork.ts";
import type { Rule } from "./rule.ts";

/** A rule, whose it is, and what it was compiled to. */
export interface Ruled {
  readonly rule: Rule;
  /** The agent of a chain whose rule it is; null for the row's own. */
  readonly agent: string | null;
  /** Its place among all rules of its envelope. */
  readonly place: number;
  /** Absent for a limit over time. */
  readonly lets?: Expression;
}

/** That a rule keeps an act back: because it says so, or because it could not be read there. */
export interface Kept {
  readonly ruled: Ruled;
  readonly unread: string | null;
}

/** What an act of one type stands under. */
export interface Envelope {
  readonly type: string;
  readonly rung: string;
  readonly digest: string;
  /** The row's rules, then those of each agent, then that of the chain. */
  readonly ruled: readonly Ruled[];
  readonly own: readonly Ruled[];
  /** What each agent may do of this type; undefined where the suite names no agents, and chains mean nothing. */
  readonly agents: ReadonlyMap<string, readonly Ruled[]> | undefined;
  /** Every agent that the suite names, whatever it may do. */
  readonly named: ReadonlySet<string>;
  /** Keeps an act back that names no agent, or came through one which may not do this. */
  readonly chain: Ruled | undefined;
  readonly windowed: boolean;
}

/** Which agents a suite names, and what each may do of one action type; who is not allowed it is absent there. */
export interface Allowed {
  readonly all: readonly string[];
  readonly allowed: Readonly<Record<string, readonly Rule[]>>;
}

/** Not written by anybody: what a chain means. */
function chainRule({ all, allowed }: Allowed): Rule {
  return {
    name: "chain",
    params: { agents: Object.keys(allowed).sort(), named: all.toSorted() },
    says: "An act names the agents it comes through, and each of them is named in the suite, and allowed this type of act.",
    control: null,
    stops: "refuse",
    cel: null,
    window: null,
  };
}

/** The rules of one action type on one rung, as data. */
export interface EnvelopeData {
  readonly type: string;
  readonly rules: readonly Rule[];
  /** Of each agent that is allowed the type. */
  readonly agents: Readonly<Record<string, readonly Rule[]>>;
  /** Absent where the suite names no agents, and chains mean nothing. */
  readonly chain?: Rule;
}

/** An envelope as data; `agents` where the suite names any. */
export function envelopeData(type: string, rules: readonly Rule[], agents: Allowed | undefined): EnvelopeData {
  return { type, rules, agents: agents?.allowed ?? {}, ...(agents === undefined ? {} : { chain: chainRule(agents) }) };
}

/** The digest that a report, the register and the export name; blind to the order of keys. */
export function envelopeDigest({ type, rules, agents, chain }: EnvelopeData): string {
  return digestOf({ type, rules, agents, ...(chain === undefined ? {} : { chain }) });
}

/** Compiles the rules of one action type; they have been checked. */
export function envelopeOf(data: EnvelopeData, rung: string): Envelope {
  const ruled: Ruled[] = [];
  const taken = (given: readonly Rule[], agent: string | null) =>
    given.map((rule) => {
      const made = { rule, agent, place: ruled.length, ...compiled(rule) };
      ruled.push(made);
      return made;
    });
  const own = taken(data.rules, null);
  const may = new Map(Object.entries(data.agents).map(([agent, given]) => [agent, taken(given, agent)]));
  const chain = data.chain === undefined ? undefined : { rule: data.chain, agent: null, place: ruled.length };
  if (chain !== undefined) ruled.push(chain);
  return {
    type: data.type,
    rung,
    digest: envelopeDigest(data),
    ruled,
    own,
    agents: chain === undefined ? undefined : may,
    named: new Set((data.chain?.params["named"] ?? []) as readonly string[]),
    chain,
    windowed: ruled.some(({ rule }) => rule.window !== null),
  };
}

function compiled({ cel }: Rule): { readonly lets?: Expression } {
  if (cel === null) return {};
  const lets = compileCel(cel);
  if (typeof lets !== "function") throw new EarnestError("SUITE_BROKEN", `${quote(cel)} cannot be read: ${lets.fault}`);
  return { lets };
}

/** The rules that one act stands under: the row's, and those of every agent it came through. */
export function rulesFor(envelope: Envelope, { chain }: Proposed): readonly Ruled[] {
  const { agents } = envelope;
  if (chain === undefined || agents === undefined) return envelope.own;
  return [...envelope.own, ...[...new Set(chain)].flatMap((agent) => agents.get(agent) ?? [])];
}

/** The rules that keep one act back, limits over time aside. */
export function keptBy(envelope: Envelope, one: Case, action: Proposed): readonly Kept[] {
  const kept: Kept[] = [];
  const context = contextOf(one, action);
  for (const ruled of rulesFor(envelope, action)) {
    const answer = ruled.lets?.(context) ?? true;
    if (answer !== true) kept.push({ ruled, unread: answer === false ? null : answer });
  }
  const { agents, chain } = envelope;
  if (chain !== undefined && !isAllowed(action, agents)) kept.push({ ruled: chain, unread: null });
  return kept;
}

/**
 * Would the row's own rules keep this back whoever did it, a person or the agent? By the case and the params alone: limits over time, chains
 * and what a rule asks of the agent's confidence are aside, for a person has none of them.
 */
export function keptFromAnybody({ own }: Envelope, one: Case, { type, params }: Action): boolean {
  const context = contextOf(one, { type, params });
  return own.some(({ lets }) => lets?.(context) === false);
}

/** An act that names no agent stands under no agent's rules, so it would escape them all. */
function isAllowed({ chain = [] }: Proposed, agents: Envelope["agents"]): boolean {
  return chain.length > 0 && chain.every((agent) => agents?.has(agent) === true);
}

/** What an expression may look at: what was known when the act was proposed, and no id, or a rule could pick single cases. */
function contextOf({ at, input, slices }: Case, { type, params, confidence }: Proposed): Record<string, unknown> {
  return {
    case: celValue({ input, slices, ...(at === undefined ? {} : { at }) }),
    action: celValue({ type, params }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}
