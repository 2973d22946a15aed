import type { Gate } from "../gate.ts";
import { type DatasetCounts, toCountOn, type Volume } from "./countDataset.ts";
import type { SeenType } from "./countRun.ts";
import { planShare, type RatePlan, type SharePlan, type Supply, shareAsked } from "./planShare.ts";
import type { RateTable } from "./rateTable.ts";

/** The plan of one action type that asks to climb. */
export interface TypePlan {
  readonly type: string;
  readonly at: string;
  readonly ask: string;
  /** Cases in which people took the action, and the clusters they are in. */
  readonly decided: { readonly cases: number; readonly clusters: number };
  /** Cases of the dataset in which the agent proposes it, about: by a run, or taken to be as many as people decided. */
  readonly proposed: { readonly cases: number; readonly basis: "run" | "as often as people" };
  /** Cases of the dataset a day in which people took the action, and what is counted on; null when not known. */
  readonly volume: Volume | null;
  readonly perDay: number | null;
  readonly shares: readonly SharePlan[];
  /** Criteria of the gate that no number of cases can be planned for. */
  readonly unplanned: readonly { readonly name: string; readonly limit: string }[];
  /** Without a floor for the match rate a gate stays closed, whatever the cases say. */
  readonly closed: boolean;
  /** At the middle rates: cases to replay until every share is shown, and calendar days until there are so many; null when not known. */
  readonly replays: number | null;
  readonly days: number | null;
}

/** What is known of a type besides its gate. */
export interface TypeGiven {
  readonly dataset: DatasetCounts;
  /** Cases a day in all, when they are not to be taken from the dataset. */
  readonly perDay: number | undefined;
  /** What a run has seen of the type, and in how many cases in all. */
  readonly seen: SeenType | undefined;
  readonly runCases: number;
  /** Do the run's cases count for what is needed, or does this agent start anew? */
  readonly counts: boolean;
}

/** The middle of the hoped-for rates is the one to plan by. */
const MIDDLE = 1;

/** Plans one action type, each of its criteria at the error level of the table. */
export function planType(type: string, gate: Gate, given: TypeGiven, table: RateTable): TypePlan {
  const { dataset } = given;
  const decided = dataset.types.get(type) ?? { cases: 0, clusters: 0, perDay: null };
  const proposed = proposedCases(decided.cases, given);
  const perDay =
    given.perDay === undefined ? decided.perDay && toCountOn(decided.perDay) : (given.perDay * decided.cases) / dataset.cases;
  const supply = supplies(proposed.cases, { cases: decided.cases, perDay }, given);
  const criteria = gate.climb.map((criterion) => ({
    name: criterion.name,
    limit: criterion.limit,
    asked: shareAsked(criterion),
  }));
  const shares = criteria.flatMap(({ asked }) => (asked === undefined ? [] : [planShare(asked, supply(asked.kind), table)]));
  return {
    type,
    at: gate.at,
    ask: gate.ask ?? gate.at,
    decided: { cases: decided.cases, clusters: decided.clusters },
    proposed,
    volume: decided.perDay,
    perDay,
    shares,
    unplanned: criteria.filter(({ asked }) => asked === undefined).map(({ name, limit }) => ({ name, limit })),
    closed: !shares.some(({ kind }) => kind === "agreement"),
    replays: mostAtMiddle(shares, ({ replays }) => replays),
    days: mostAtMiddle(shares, ({ days }) => days),
  };
}

function proposedCases(decided: number, { dataset, seen, runCases }: TypeGiven): TypePlan["proposed"] {
  if (seen === undefined || runCases === 0) return { cases: decided, basis: "as often as people" };
  return { cases: Math.round((seen.agreement.n / runCases) * dataset.cases), basis: "run" };
}

/** How many cases of each kind the dataset has and a day brings, and what a run has had of them. */
function supplies(
  proposed: number,
  decided: { readonly cases: number; readonly perDay: number | null },
  { dataset, perDay, seen, counts }: TypeGiven,
): (kind: keyof SeenType) => Supply {
  const allPerDay = perDay ?? (dataset.perDay && toCountOn(dataset.perDay));
  // Proposals come up as decisions do; those of a type that people never chose, as cases do.
  const [of, ofPerDay] = decided.cases > 0 ? [decided.cases, decided.perDay] : [dataset.cases, allPerDay];
  const agreement = { cases: proposed, perDay: ofPerDay === null ? null : (ofPerDay * proposed) / of };
  const kinds = { agreement, serious: agreement, coverage: decided, failures: { cases: dataset.cases, perDay: allPerDay } };
  return (kind) => {
    const { cases, perDay: daily } = kinds[kind];
    const had = seen?.[kind];
    return {
      cases,
      perCase: cases / dataset.cases,
      perDay: daily,
      worth: had === undefined || had.n === 0 ? 1 : had.worth,
      seen: had === undefined || !counts ? null : had,
      left: Math.max(0, cases - (had?.n ?? 0)),
    };
  };
}

/** The most that any share takes at the middle rates; null when that of one of them is out of reach or not known. */
function mostAtMiddle(shares: readonly SharePlan[], of: (rate: RatePlan) => number | null): number | null {
  const each = shares.flatMap(({ rates }) => rates.slice(MIDDLE, MIDDLE + 1)).map(of);
  return each.length === 0 || each.includes(null) ? null : Math.max(...each.map(Number));
}
