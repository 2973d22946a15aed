import munkres from "munkres";
import { type Action, type Comparator, ESCALATE, type Likeness, NONE } from "./action.ts";
import type { Proposed } from "./agent.ts";
import type { Case, Decision } from "./case.ts";
import { canonicalForm } from "./comparators/equal.ts";
import { exact } from "./comparators/exact.ts";
import { likeness } from "./comparators/likeness.ts";
import { messageOf } from "./errors.ts";
import type { Observation } from "./replay.ts";

/** Every word for what became of a cell; each cell has exactly one. */
export const OUTCOMES = ["match", "near", "params", "type", "overreach", "missed", "escalated", "abstained", "failed"] as const;

/** What became of one cell; the words are those of `OUTCOMES`. */
export type Outcome = (typeof OUTCOMES)[number];

/**
 * One cell of the decided-by-proposed table. `decided` and `proposed` are action types, or what stands in their place:
 * "none", "escalate", "abstain", "failed". `decidedAction` and `proposedAction` index the sets, so that every action of
 * the person and of the agent is in exactly one cell.
 */
export interface Comparison {
  readonly decided: string;
  readonly proposed: string;
  readonly outcome: Outcome;
  readonly decidedAction?: number;
  readonly proposedAction?: number;
  readonly because?: string;
  readonly confidence?: number;
  /** What the policy envelope does with the proposed action, where it does not let it through. */
  readonly would?: "escalate" | "refuse";
  /** What the cell would have come to, had the envelope let its act through. */
  readonly otherwise?: Outcome;
}

/**
 * How actions of one type are compared; `paramsFault` says why params cannot be used, if they cannot. `serious` names the
 * outcomes declared costly for it: it decides no outcome but which of several leftovers is called `type` and which `overreach`.
 */
export interface ComparedType {
  readonly compare: Comparator;
  readonly serious?: readonly Outcome[];
  paramsFault?(params: unknown): string | undefined;
}

export type ComparedTypes = ReadonlyMap<string, ComparedType>;

/** Mismatches that are costly unless a suite says otherwise: acting where the person handed over or did nothing. */
export const SERIOUS: readonly Outcome[] = ["overreach"];

const UNDECLARED: ComparedType = { compare: exact() };

interface Indexed<A extends Action = Action> {
  readonly action: A;
  readonly index: number;
}

/**
 * Compares what the agent would have done with what the person did: one cell per action, by a one-to-one assignment
 * that maximises matches, then near, then same type. Types without a comparator are compared exactly.
 */
export function compare(decision: Decision, observation: Observation, types: ComparedTypes): Comparison[] {
  if (observation.kind === "failed") return unanswered(decision, "failed", observation.because);
  const { proposal } = observation;
  if (proposal.kind === "abstain") return unanswered(decision, "abstained", proposal.because, proposal.confidence);
  const proposed: readonly Proposed[] =
    proposal.kind === "act" ? proposal.actions : [{ type: ESCALATE, params: {}, ...optional("confidence", proposal.confidence) }];
  return compareSets(decision.actions, proposed, types);
}

/** Compares each attempt at a case with the reference, its first decision. */
export function compareAttempts(
  { decisions }: Pick<Case, "decisions">,
  observations: readonly Observation[],
  types: ComparedTypes,
): Comparison[][] {
  return observations.map((observation) => compare(decisions[0], observation, types));
}

/** The cells of two sets of actions. */
export function compareSets(decided: readonly Action[], proposed: readonly Proposed[], types: ComparedTypes): Comparison[] {
  if (decided.length === 0 && proposed.length === 0) return [{ decided: NONE, proposed: NONE, outcome: "match" }];
  const cells: Comparison[] = [];
  const people = byType(decided);
  const agent = byType(proposed);
  const handovers = { person: people.get(ESCALATE) ?? [], agent: agent.get(ESCALATE) ?? [] };
  people.delete(ESCALATE);
  agent.delete(ESCALATE);
  const left = { person: [] as Indexed[], agent: [] as Indexed<Proposed>[] };
  for (const type of [...new Set([...people.keys(), ...agent.keys()])].sort()) {
    const rest = assign(inOrder(people.get(type)), inOrder(agent.get(type)), types.get(type) ?? UNDECLARED, cells);
    left.person.push(...rest.person);
    left.agent.push(...rest.agent);
  }
  while (handovers.person.length > 0 && handovers.agent.length > 0) {
    cells.push(cell("match", handovers.person.shift(), handovers.agent.shift()));
  }
  settle(left.person, left.agent, handovers, { decided, proposed }, types, cells);
  return cells;
}

/** Pairs one type's actions and puts the pairs into `cells`; returns what found no partner. */
function assign(
  people: readonly Indexed[],
  agent: readonly Indexed<Proposed>[],
  type: ComparedType,
  cells: Comparison[],
): { person: readonly Indexed[]; agent: readonly Indexed<Proposed>[] } {
  if (people.length === 0 || agent.length === 0) return { person: people, agent };
  const table = people.map((person) => agent.map((proposed) => judge(person.action, proposed.action, type)));
  const pairs = people.length === 1 && agent.length === 1 ? [[0, 0] as const] : munkres(costs(table));
  const taken = { person: new Set<number>(), agent: new Set<number>() };
  for (const [p, a] of pairs) {
    taken.person.add(p);
    taken.agent.add(a);
    const judged = table[p]?.[a];
    if (judged !== undefined) cells.push(cell(judged.outcome, people[p], agent[a], judged.because));
  }
  return {
    person: people.filter((_, i) => !taken.person.has(i)),
    agent: agent.filter((_, i) => !taken.agent.has(i)),
  };
}

interface Judged {
  readonly outcome: "match" | "near" | "params" | "failed";
  readonly because?: string | undefined;
}

/** One match outweighs any number of nears, one near any number of mere pairs. */
function costs(table: readonly (readonly Judged[])[]): number[][] {
  const many = Math.min(table.length, table[0]?.length ?? 0) + 1;
  const gain = { match: many * many, near: many, params: 1, failed: 0 };
  return table.map((row) => row.map((judged) => -gain[judged.outcome]));
}

function judge(decided: Action, proposed: Proposed, type: ComparedType): Judged {
  try {
    const fault = unusable(proposed, type);
    if (fault !== undefined) return { outcome: "failed", because: fault };
    const { verdict, because } = likeness(type.compare, decided.params, proposed.params);
    return { outcome: OUTCOME_OF[verdict], because };
  } catch (error) {
    return { outcome: "failed", because: `the comparator ${type.compare.name} stopped: ${messageOf(error)}` };
  }
}

const OUTCOME_OF: Record<Likeness["verdict"], Judged["outcome"]> = { same: "match", minor: "near", different: "params" };

/** Gives every action that found no partner of its own type its one cell. */
function settle(
  people: Indexed[],
  agent: Indexed<Proposed>[],
  handovers: { person: Indexed[]; agent: Indexed<Proposed>[] },
  sets: { decided: readonly Action[]; proposed: readonly Proposed[] },
  types: ComparedTypes,
  cells: Comparison[],
): void {
  const personHandsOver = sets.decided.some((action) => action.type === ESCALATE);
  const agentHandsOver = sets.proposed.some((action) => action.type === ESCALATE);
  agent.sort((a, b) => worseAsExtra(a, types) - worseAsExtra(b, types));
  // Where the person handed over, acting is overreach, not merely another act.
  while (!personHandsOver && people.length > 0 && agent.length > 0) {
    const proposed = agent.shift() as Indexed<Proposed>;
    const fault = unusable(proposed.action, types.get(proposed.action.type));
    cells.push(cell(fault === undefined ? "type" : "failed", people.shift(), proposed, fault));
  }
  for (const proposed of agent) {
    const person = handovers.person.shift();
    const stands = person === undefined && personHandsOver ? ESCALATE : undefined;
    const fault = unusable(proposed.action, types.get(proposed.action.type));
    cells.push(cell(fault === undefined ? "overreach" : "failed", person, proposed, fault, stands));
  }
  for (const person of people) {
    const proposed = agentHandsOver ? handovers.agent.shift() : undefined;
    const stands = agentHandsOver && proposed === undefined ? ESCALATE : undefined;
    cells.push(cell(agentHandsOver ? "escalated" : "missed", person, proposed, undefined, stands));
  }
  for (const person of handovers.person) cells.push(cell("missed", person, undefined));
  for (const proposed of handovers.agent) cells.push(cell("escalated", undefined, proposed));
}

/**
 * With more leftovers of the agent than of the person, the pairing is the one that is worst for the agent: an act that is costly
 * as an extra one stays extra. Otherwise its name would decide.
 */
function worseAsExtra({ action }: Indexed<Proposed>, types: ComparedTypes): number {
  const serious = types.get(action.type)?.serious ?? SERIOUS;
  return Number(serious.includes("overreach")) - Number(serious.includes("type"));
}

/** Why the params of a proposed action cannot be used, in words; a check that throws has not let them through. */
export function unusable(proposed: Action, type: ComparedType | undefined): string | undefined {
  try {
    const fault = type?.paramsFault?.(proposed.params);
    return fault === undefined ? undefined : `params cannot be used: ${fault}`;
  } catch (error) {
    return `the check of the params stopped: ${messageOf(error)}`;
  }
}

function unanswered(decision: Decision, outcome: "abstained" | "failed", because?: string, confidence?: number): Comparison[] {
  const proposed = outcome === "failed" ? "failed" : "abstain";
  const more = { ...optional("because", because), ...optional("confidence", confidence) };
  if (decision.actions.length === 0) return [{ decided: NONE, proposed, outcome, ...more }];
  return decision.actions.map((action, decidedAction) => ({ decided: action.type, proposed, outcome, decidedAction, ...more }));
}

/** A side without an action of its own is labelled by what stands there instead. */
function cell(
  outcome: Outcome,
  person: Indexed | undefined,
  agent: Indexed<Proposed> | undefined,
  because?: string,
  stands: string = NONE,
): Comparison {
  const made: { -readonly [K in keyof Comparison]: Comparison[K] } = {
    decided: person?.action.type ?? stands,
    proposed: agent?.action.type ?? stands,
    outcome,
  };
  if (person !== undefined) made.decidedAction = person.index;
  if (agent !== undefined) made.proposedAction = agent.index;
  if (because !== undefined) made.because = because;
  if (agent?.action.confidence !== undefined) made.confidence = agent.action.confidence;
  return made;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

function byType<A extends Action>(actions: readonly A[]): Map<string, Indexed<A>[]> {
  const groups = new Map<string, Indexed<A>[]>();
  for (const [index, action] of actions.entries()) {
    const group = groups.get(action.type);
    if (group === undefined) groups.set(action.type, [{ action, index }]);
    else group.push({ action, index });
  }
  return groups;
}

/** An order that does not depend on how the set was written down, so that actions pair the same way every time. */
function inOrder<A extends Action>(actions: readonly Indexed<A>[] = []): readonly Indexed<A>[] {
  if (actions.length < 2) return actions;
  // Params without a canonical form (half a character, say) equal nothing, so where they stand decides nothing but names.
  const keyed = actions.map((action) => ({ action, key: canonicalForm(action.action.params) ?? "" }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ action }) => action);
}
