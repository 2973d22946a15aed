import type { PlannedReview } from "./reviewLog.ts";

/** What plans of reviews left out, and how many agreements they drew from. */
interface PlannedTotals {
  readonly beyond: number;
  readonly textOnly: number;
  readonly noProposal: number;
  readonly agreements: number;
  /** Do plans share cases? Then these are the least they can be: no plan names the cases that it did not draw. */
  readonly atLeast: boolean;
}

/** Adds up plans of different cases; of plans that share a case, what the one with the most leaves. */
export function plannedTotals(plans: readonly PlannedReview[]): PlannedTotals {
  const groups = plans.reduce<readonly Group[]>(joined, []);
  const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0);
  const most = (of: (plan: PlannedReview) => number) => sum((group) => Math.max(...group.plans.map(of)));
  return {
    beyond: sum((group) => Math.max(0, Math.max(...group.plans.map(({ disagreements }) => disagreements)) - drawnOf(group))),
    textOnly: most(({ textOnly }) => textOnly),
    noProposal: most(({ noProposal }) => noProposal),
    agreements: most(({ agreements }) => agreements),
    atLeast: groups.length < plans.length,
  };
}

/** Plans that share cases, and all cases that any of them drew. */
interface Group {
  readonly plans: readonly PlannedReview[];
  readonly cases: ReadonlySet<string>;
}

function joined(groups: readonly Group[], plan: PlannedReview): Group[] {
  const shares = ({ cases }: Group) => plan.items.some((item) => cases.has(item.case));
  const mine = groups.filter(shares);
  const group = {
    plans: [...mine.flatMap(({ plans }) => plans), plan],
    cases: new Set([...mine.flatMap(({ cases }) => [...cases]), ...plan.items.map((item) => item.case)]),
  };
  return [...groups.filter((one) => !mine.includes(one)), group];
}

function drawnOf({ plans }: Group): number {
  const drawn = plans.flatMap(({ items }) => items.filter(({ why }) => why !== "agrees").map((item) => item.case));
  return new Set(drawn).size;
}
