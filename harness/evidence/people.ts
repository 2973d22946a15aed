import { type Action, isReserved, NONE } from "../action.ts";
import type { Case } from "../case.ts";
import { type ComparedTypes, type Comparison, compare, compareSets } from "../compare.ts";
import { worst } from "../evidence.ts";
import { actionsOf } from "../policy/compareUnder.ts";
import { keptFromAnybody } from "../policy/envelope.ts";
import type { Policies } from "../policy/policies.ts";
import type { Observation } from "../replay.ts";
import { type ChanceCorrected, LabelledCases } from "./labelledCases.ts";
import { type PeopleBeside, PeopleTally } from "./peopleTally.ts";

/** What is always the same would have matched: in `k` of `n` cases, at best, for its params are not looked at. */
export interface Baseline {
  readonly label: string;
  readonly k: number;
  readonly n: number;
}

/** People as the yardstick, for all decisions or for one action type. Null where no case can tell. */
export interface PeopleEvidence extends PeopleBeside {
  readonly chance: ChanceCorrected | null;
  /** Proposing this one type in every case; null for all decisions together. */
  readonly constant: Baseline | null;
}

/** How often people agree with each other, and what a policy that never looks would have matched. */
export interface People {
  readonly cases: number;
  /** Cases that at least two people decided, and their clusters. */
  readonly doubled: { readonly cases: number; readonly clusters: number };
  /** How many of these the numbers beyond chance rest on, and how many were too many for them. */
  readonly labelled: { readonly cases: number; readonly beyond: number };
  /** What people did most often: an action type, handing over, or nothing. Null without cases. */
  readonly majority: Baseline | null;
  readonly overall: PeopleEvidence;
  readonly types: readonly (PeopleEvidence & { readonly type: string })[];
}

/** The cells of two sets, and the one that took the agent's place. */
interface Pair {
  readonly cells: readonly Comparison[];
  readonly actions: readonly Action[];
}

/**
 * Counts cases one by one, in sampling order, in which the cases of a cluster stand together. People are compared with each other as
 * the agent is with a person. For one action type each person in turn takes the agent's place: where they chose it, did the other too?
 * What the rules of its policy keep back from anybody is then chosen by nobody; over all decisions no policy is looked at.
 */
export class PeopleCount {
  readonly #compared: ComparedTypes;
  readonly #policies: Pick<Policies, "under">;
  readonly #decided = new Map<string, number>();
  readonly #overall = new PeopleTally();
  readonly #types = new Map<string, PeopleTally>();
  readonly #labels = new LabelledCases();
  /** Types that the open cluster touches. */
  readonly #touched = new Set<PeopleTally>();
  readonly #doubled = { cases: 0, clusters: 0 };
  #open = false;
  #cluster: string | undefined;
  #cases = 0;

  constructor(types: ComparedTypes, policies: Pick<Policies, "under">) {
    this.#compared = types;
    this.#policies = policies;
  }

  /** Takes one case with what was seen of the agent and the cells its attempts came to; the first attempt is its vote. */
  add(one: Case, attempts: readonly (readonly Comparison[])[], observations: readonly Observation[]): void {
    const [vote, observation] = [attempts[0], observations[0]];
    if (vote === undefined || observation === undefined) throw new RangeError(`case ${one.id} has no attempt`);
    this.#cases++;
    const actions = one.decisions[0].actions;
    const done = actions.length === 0 ? [NONE] : actions.map(({ type }) => type);
    for (const type of new Set(done)) this.#decided.set(type, (this.#decided.get(type) ?? 0) + 1);
    if (one.cluster !== this.#cluster) {
      this.#close();
      this.#cluster = one.cluster;
    }
    if (one.decisions.length < 2) return;
    this.#doubled.cases++;
    if (!this.#open) this.#doubled.clusters++;
    this.#open = true;
    this.#labels.add(one.decisions.map((decision) => decision.actions.map(({ type }) => type)));
    const others = one.decisions.slice(1).map((decision) => compare(decision, observation, this.#compared));
    const proposed = actionsOf(observation);
    this.#place(
      "agent",
      one,
      [vote.map(asProposed), ...others].map((cells) => ({ cells, actions: proposed })),
    );
    this.#place("people", one, this.#amongPeople(one));
  }

  /** The cells of every person's decision against every other's, both ways round: a comparator need not be even-handed. */
  #amongPeople({ decisions }: Case): Pair[] {
    return decisions.flatMap((decided, i) =>
      decisions
        .filter((_, j) => j !== i)
        .map(({ actions }) => ({ cells: compareSets(decided.actions, actions, this.#compared), actions })),
    );
  }

  /** One case is one vote, however many people decided it. */
  #place(who: "agent" | "people", one: Case, pairs: readonly Pair[]): void {
    const alike = pairs.filter(({ cells }) => worst(cells) === "match").length;
    this.#overall.add(who, { hits: alike / pairs.length, size: 1, alike, pairs: pairs.length });
    const counts = new Map<string, { alike: number; pairs: number }>();
    for (const { cells, actions } of pairs) {
      const acted = cells.filter((cell) => !isReserved(cell.proposed) && this.#isDone(one, actions[cell.proposedAction ?? -1]));
      for (const [type, mine] of Map.groupBy(acted, ({ proposed }) => proposed)) {
        const count = counts.get(type) ?? { alike: 0, pairs: 0 };
        counts.set(type, { alike: count.alike + Number(worst(mine) === "match"), pairs: count.pairs + 1 });
      }
    }
    for (const [type, count] of counts) {
      const tally = this.#type(type);
      tally.add(who, { hits: count.alike / pairs.length, size: count.pairs / pairs.length, ...count });
      this.#touched.add(tally);
    }
  }

  /** Is it an act, and one that its policy lets through? */
  #isDone(one: Case, action: Action | undefined): boolean {
    if (action === undefined) return false;
    const envelope = this.#policies.under(action.type);
    return envelope === undefined || !keptFromAnybody(envelope, one, action);
  }

  /** The cases of the open cluster are all there. */
  #close(): void {
    this.#open = false;
    this.#overall.close();
    this.#labels.close();
    for (const tally of this.#touched) tally.close();
    this.#touched.clear();
  }

  #type(type: string): PeopleTally {
    const tally = this.#types.get(type) ?? new PeopleTally();
    this.#types.set(type, tally);
    return tally;
  }

  /** What was counted so far, the last cluster taken as complete. `declared` types are in it even when nothing was seen of them. */
  results(declared: readonly string[], seed: number): People {
    this.#close();
    const types = [...new Set([...declared, ...this.#types.keys(), ...this.#decided.keys()])]
      .filter((type) => !isReserved(type))
      .sort();
    // A seed of the sampling order may be any whole number; a draw takes 32 bits of it.
    const chance = this.#labels.results(types, seed % 2 ** 32);
    const some = this.#doubled.cases > 0;
    const baseline = (label: string): Baseline => ({ label, k: this.#decided.get(label) ?? 0, n: this.#cases });
    const most = [...this.#decided].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
    return {
      cases: this.#cases,
      doubled: { ...this.#doubled },
      labelled: this.#labels.used,
      majority: most === undefined ? null : baseline(most),
      overall: { ...this.#overall.results(), chance: some ? chance.overall : null, constant: null },
      types: types.map((type, at) => ({
        type,
        ...(this.#types.get(type) ?? new PeopleTally()).results(),
        chance: some ? (chance.byType[at] ?? null) : null,
        constant: this.#cases === 0 ? null : baseline(type),
      })),
    };
  }
}

/** What was proposed, before any policy. */
function asProposed(cell: Comparison): Comparison {
  return cell.otherwise === undefined ? cell : { ...cell, outcome: cell.otherwise };
}
