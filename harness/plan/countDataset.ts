import { join } from "node:path";
import type { Case } from "../case.ts";
import type { OnBadRow } from "../dataset/defineDataset.ts";
import { loadCases } from "../dataset/loadCases.ts";
import type { ReadySuite } from "../suite.ts";

/** How many cases come up on a calendar day of the dataset, days without any included. */
export interface Volume {
  readonly median: number;
  readonly mean: number;
}

/** How often people took an action of one type. One case is one vote, however many such actions it holds. */
export interface DecidedCount {
  readonly cases: number;
  readonly clusters: number;
  /** Null when no case has a date. */
  readonly perDay: Volume | null;
}

/** What a plan needs to know of a dataset: counts, nothing of its cases. */
export interface DatasetCounts {
  readonly name: string;
  readonly digest: string;
  readonly cases: number;
  readonly excluded: number;
  readonly clusters: number;
  /** The first and last calendar day, how many days they span, and how many cases have a date; null when none has. */
  readonly days: { readonly from: string; readonly to: string; readonly span: number; readonly dated: number } | null;
  /** Null when no case has a date. */
  readonly perDay: Volume | null;
  /** One entry for each action type of the suite. */
  readonly types: ReadonlyMap<string, DecidedCount>;
}

/**
 * Counts the dataset of a suite, in the memory of a counter: the cases wait on disk in `folder` and are gone at the end.
 * Throws what `loadCases` throws. A day is the calendar day a case's own `at` is written with.
 */
export async function countDataset(suite: ReadySuite, folder: string, onBadRow?: OnBadRow): Promise<DatasetCounts> {
  const { dataset, checkDecision } = suite;
  using loaded = await loadCases(dataset, { shelf: join(folder, "cases"), seed: 1, onBadRow, checkDecision });
  const all = new Count();
  const types = new Map(Object.keys(suite.actions).map((type) => [type, new Count()]));
  // In sampling order, where the cases of a cluster stand together.
  for (const row of loaded.order) {
    const one = JSON.parse(loaded.shelf.take(row)) as Case;
    all.add(one);
    for (const type of new Set(one.decisions[0].actions.map((action) => action.type))) types.get(type)?.add(one);
  }
  const days = daysOf(all.byDay);
  const entry = ({ cases, clusters, byDay }: Count) => ({ cases, clusters, perDay: days && volumeOf(byDay, days.span) });
  return {
    name: dataset.name,
    digest: loaded.digest,
    cases: loaded.count,
    excluded: loaded.excluded,
    clusters: loaded.clustersIn(loaded.order.length).clusters,
    days,
    perDay: entry(all).perDay,
    types: new Map([...types].map(([type, count]) => [type, entry(count)])),
  };
}

class Count {
  cases = 0;
  clusters = 0;
  /** Cases by calendar day: at most one entry for each day there is. */
  readonly byDay = new Map<string, number>();
  #cluster: string | undefined;

  add({ cluster, at }: Case): void {
    this.cases += 1;
    if (cluster !== this.#cluster) this.clusters += 1;
    this.#cluster = cluster;
    const day = at?.slice(0, 10);
    if (day !== undefined) this.byDay.set(day, (this.byDay.get(day) ?? 0) + 1);
  }
}

const DAY_MS = 86_400_000;

function daysOf(byDay: ReadonlyMap<string, number>): DatasetCounts["days"] {
  const days = [...byDay.keys()].sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return null;
  const dated = [...byDay.values()].reduce((sum, n) => sum + n, 0);
  return { from, to, span: Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1, dated };
}

function volumeOf(byDay: ReadonlyMap<string, number>, span: number): Volume {
  const busy = [...byDay.values()].sort((a, b) => a - b);
  const quiet = span - busy.length;
  const at = (i: number) => (i < quiet ? 0 : (busy[i - quiet] ?? 0));
  const median = (at(Math.floor((span - 1) / 2)) + at(Math.floor(span / 2))) / 2;
  return { median, mean: busy.reduce((sum, n) => sum + n, 0) / span };
}

/**
 * Cases to count on for a day: the smaller of median and mean, so that one import of a thousand cases promises no thousand a day, nor
 * busy weekdays a busy weekend; the mean for what turns up on fewer than half of the days.
 */
export function toCountOn({ median, mean }: Volume): number {
  return median === 0 ? mean : Math.min(median, mean);
}
