import { type Action, ESCALATE } from "../action.ts";
import type { Case } from "../case.ts";
import type { Observation } from "../replay.ts";
import { NOT_SET, plainValue } from "./plainValue.ts";

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
}

const HAND_OVER = "Hand over to a person";
const DONE = "yes";
const NOT_DONE = "no";
const HIDDEN = "a text, not shown";

/** The decision and the proposal of a case side by side, from types and params alone; null where there is no proposal to compare. */
export function blindPair(one: Case, observation: Observation | undefined, title: (type: string) => string): BlindPair | null {
  if (observation?.kind !== "proposed" || observation.proposal.kind === "abstain") return null;
  const { proposal } = observation;
  const agent: readonly Action[] = proposal.kind === "act" ? proposal.actions : [{ type: ESCALATE, params: {} }];
  const sides = { person: acts(one.decisions[0].actions), agent: acts(agent) };
  const rows: PairRow[] = [];
  for (const key of [...new Set([...sides.person.keys(), ...sides.agent.keys()])].sort()) {
    const [person, proposed] = [sides.person.get(key), sides.agent.get(key)];
    const type = (person ?? proposed)?.type ?? "";
    const act = type === ESCALATE ? HAND_OVER : title(type);
    rows.push(row(act, null, person === undefined ? NOT_DONE : DONE, proposed === undefined ? NOT_DONE : DONE));
    for (const field of [...new Set([...Object.keys(person?.params ?? {}), ...Object.keys(proposed?.params ?? {})])].sort()) {
      const [some, others] = [plainValue(person?.params[field]), plainValue(proposed?.params[field])];
      // Nothing of a text is shown on either side, not even which of them has one.
      if (some === null || others === null) rows.push(row(act, field, HIDDEN, HIDDEN));
      else rows.push(row(act, field, some, others));
    }
  }
  if (rows.length === 0) rows.push(row("Do nothing", null, DONE, DONE));
  return { rows, same: rows.every(({ differs }) => !differs) };
}

function row(act: string, field: string | null, person: string, agent: string): PairRow {
  return { act, field, person, agent, differs: person !== agent };
}

/** By type and place among those of the type, in an order by what they say. */
function acts(actions: readonly Action[]): Map<string, Action> {
  const found = new Map<string, Action>();
  const said = (action: Action) => plainValue(action.params) ?? NOT_SET;
  const ordered = [...actions].sort((a, b) => (said(a) < said(b) ? -1 : said(a) > said(b) ? 1 : 0));
  for (const action of ordered) {
    let n = 1;
    while (found.has(`${action.type} ${n}`)) n++;
    found.set(`${action.type} ${n}`, action);
  }
  return found;
}
