import { alphaBootstrap } from "../stats/alphaBootstrap.ts";
import type { Interval } from "../stats/clopperPearson.ts";
import { cohenKappa } from "../stats/cohenKappa.ts";
import { gwetAc1 } from "../stats/gwetAc1.ts";
import { krippendorffNominal } from "../stats/krippendorffNominal.ts";

/** Agreement beyond chance, from -1 to 1; the ends are null where the cases cannot give a range that has a width. */
export interface BeyondChance {
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Agreement of people beyond chance, three ways. Null where one label throughout leaves nothing to be expected by chance. */
export interface ChanceCorrected {
  /** Of the first two people who decided a case. */
  readonly kappa: BeyondChance | null;
  readonly ac1: BeyondChance | null;
  readonly alpha: BeyondChance | null;
}

/** Cases kept with their labels: the first in sampling order, which are a random part. */
const MOST_CASES = 5_000;
/** A table of more labels than this against each other says nothing that a reader could use. */
const MOST_LABELS = 300;

/** A way of reading labels: what each stands for in one question. */
type Reading = (label: number) => number;

/** Keeps what several people called a case, cluster by cluster; clusters that hold the same labels are kept once. */
export class LabelledCases {
  readonly #groups = new Map<string, { readonly cases: readonly (readonly number[])[]; clusters: number }>();
  readonly #labels = new Map<string, number>();
  readonly #types: (readonly string[])[] = [];
  #open: (readonly number[])[] = [];
  #kept = 0;
  #beyond = 0;
  #shared = false;

  /** The next case of the open cluster: the set of action types that each person chose. */
  add(people: readonly (readonly string[])[]): void {
    if (this.#kept === MOST_CASES) {
      this.#beyond++;
      return;
    }
    this.#kept++;
    this.#open.push(people.map((types) => this.#label(types)));
  }

  /** The open cluster is complete. */
  close(): void {
    if (this.#open.length === 0) return;
    if (this.#open.length > 1) this.#shared = true;
    const key = this.#open.map(String).sort().join(";");
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, { cases: this.#open, clusters: 1 });
    else group.clusters++;
    this.#open = [];
  }

  /** Cases the numbers rest on, and those left out because there are too many to draw from again. */
  get used(): { readonly cases: number; readonly beyond: number } {
    return { cases: this.#kept, beyond: this.#beyond };
  }

  /** Agreement on the whole set of action types, and on each of these types being in it. The seed draws the range of alpha. */
  results(
    types: readonly string[],
    seed: number,
  ): { readonly overall: ChanceCorrected; readonly byType: readonly ChanceCorrected[] } {
    const readings: Reading[] = [(label) => label, ...types.map((type) => this.#presence(type))];
    const groups = [...this.#groups.values()];
    const ranges = alphaBootstrap(groups, readings, { seed });
    const all = groups.flatMap(({ cases, clusters }) => new Array<typeof cases>(clusters).fill(cases)).flat();
    const [overall, ...byType] = readings.map((read, at) => this.#corrected(all, read, ranges[at] ?? null));
    return { overall: overall as ChanceCorrected, byType };
  }

  #corrected(cases: readonly (readonly number[])[], read: Reading, range: Interval | null): ChanceCorrected {
    const labels = cases.map((people) => people.map(read));
    const categories = [...new Set(labels.flat())];
    if (categories.length < 2) return { kappa: null, ac1: null, alpha: null };
    const { ac1, interval } = gwetAc1(labels, categories);
    const { alpha } = krippendorffNominal(labels);
    const { kappa, interval: kappaRange } =
      categories.length > MOST_LABELS ? NO_KAPPA : cohenKappa(pairsTable(labels, categories));
    return {
      kappa: beyond(kappa, this.#shared ? null : kappaRange),
      ac1: beyond(ac1, this.#shared ? null : interval),
      alpha: beyond(alpha, range),
    };
  }

  #label(types: readonly string[]): number {
    const set = [...new Set(types)].sort();
    const key = JSON.stringify(set);
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    this.#labels.set(key, this.#types.length);
    return this.#types.push(set) - 1;
  }

  #presence(type: string): Reading {
    const present = this.#types.map((set) => Number(set.includes(type)));
    return (label) => present[label] ?? 0;
  }
}

const NO_KAPPA = { kappa: null, interval: null };

function pairsTable(labels: readonly (readonly number[])[], categories: readonly number[]): number[][] {
  const place = new Map(categories.map((label, at) => [label, at]));
  const table = categories.map(() => new Array<number>(categories.length).fill(0));
  for (const [first = -1, second = -1] of labels) {
    const [row, column] = [table[place.get(first) ?? -1], place.get(second) ?? -1];
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/** A range without a width claims more than any number of cases can show. */
function beyond(estimate: number | null, range: Interval | null): BeyondChance | null {
  if (estimate === null) return null;
  return range === null || range.high <= range.low
    ? { estimate, low: null, high: null }
    : { estimate, low: range.low, high: range.high };
}
