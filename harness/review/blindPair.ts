import { type Action, ESCALATE } from "../action.ts";
import type { Case } from "../case.ts";
import type { Observation } from "../replay.ts";
import { visible } from "../words.ts";
import { plainValue } from "./plainValue.ts";

/** One row that both sides show; `differs` marks it on both alike. */
export interface PairRow {
  /** The act it belongs to; the first row of an act says whether it is done at all. */
  readonly act: string;
  readonly field: string | null;
  readonly person: string;
  readonly agent: string;
  readonly differs: boolean;
}

/** Two decisions about one case, in words that do not tell whose they are. */
export interface BlindPair {
  readonly rows: readonly PairRow[];
  /** Do both read alike? */
  readonly same: boolean;
  /** Who alone hands the case over; null where both do, or neither. Not for reviewers. */
  readonly handedBy: "person" | "agent" | null;
}

/** Said of either hand: "to a person" would read as the agent's. */
const HAND_OVER = "Pass on to somebody else";
const DONE = "yes";
const NOT_DONE = "no";
const HIDDEN = "a text, not shown";

/**
 * The decision and the proposal of a case side by side, from types and params alone; null where there is no proposal to compare.
 * Decisions that `differ` by the suite and read alike here are written out exactly, unless a text is kept back that may be the reason.
 */
export function blindPair(
  one: Case,
  observation: Observation | undefined,
  title: (type: string) => string,
  differ = false,
): BlindPair | null {
  if (observation?.kind !== "proposed" || observation.proposal.kind === "abstain") return null;
  const { proposal } = observation;
  const agent: readonly Action[] = proposal.kind === "act" ? proposal.actions : [{ type: ESCALATE, params: {} }];
  const pair = (exact: boolean) => sideBySide(one.decisions[0].actions, agent, title, exact);
  const usual = pair(false);
  return differ && usual.same && usual.rows.every((row) => row.person !== HIDDEN) ? pair(true) : usual;
}

function sideBySide(
  person: readonly Action[],
  agent: readonly Action[],
  title: (type: string) => string,
  exact: boolean,
): BlindPair {
  const rows: PairRow[] = [];
  for (const type of [...new Set([...person, ...agent].map((action) => action.type))].sort()) {
    const act = visible(type === ESCALATE ? HAND_OVER : title(type));
    const ofType = ({ type: other }: Action) => other === type;
    for (const [decided, proposed] of matched(person.filter(ofType), agent.filter(ofType), exact)) {
      rows.push(row(act, null, decided === undefined ? NOT_DONE : DONE, proposed === undefined ? NOT_DONE : DONE));
      const fields = new Set([...Object.keys(decided?.params ?? {}), ...Object.keys(proposed?.params ?? {})]);
      for (const field of [...fields].sort()) {
        const [some, others] = [plainValue(decided?.params[field], exact), plainValue(proposed?.params[field], exact)];
        // Nothing of a text is shown on either side, not even which of them has one.
        if (some === null || others === null) rows.push(row(act, visible(field), HIDDEN, HIDDEN));
        else rows.push(row(act, visible(field), some, others));
      }
    }
  }
  if (rows.length === 0) rows.push(row("Do nothing", null, DONE, DONE));
  const [byPerson, byAgent] = [person, agent].map((actions) => actions.some(({ type }) => type === ESCALATE));
  return {
    rows,
    same: rows.every(({ differs }) => !differs),
    handedBy: byPerson === byAgent ? null : byPerson === true ? "person" : "agent",
  };
}

function row(act: string, field: string | null, person: string, agent: string): PairRow {
  return { act, field, person, agent, differs: person !== agent };
}

type Match = readonly [Action | undefined, Action | undefined];

/** Acts of one type: those that say the same belong together, and what is left by its place in an order by what it says. */
function matched(person: readonly Action[], agent: readonly Action[], exact: boolean): readonly Match[] {
  const said = ({ params }: Action) =>
    JSON.stringify(
      Object.keys(params)
        .sort()
        .map((field) => [field, plainValue(params[field], exact)]),
    );
  const inOrder = (actions: readonly Action[]) =>
    actions.map((action) => ({ action, says: said(action) })).sort((a, b) => (a.says < b.says ? -1 : a.says > b.says ? 1 : 0));
  const left = inOrder(agent);
  const alike: Match[] = [];
  const rest: Action[] = [];
  for (const { action, says } of inOrder(person)) {
    const i = left.findIndex((other) => other.says === says);
    if (i < 0) rest.push(action);
    else alike.push([action, left.splice(i, 1)[0]?.action]);
  }
  const most = Math.max(rest.length, left.length);
  return [...alike, ...Array.from({ length: most }, (_, i): Match => [rest[i], left[i]?.action])];
}
