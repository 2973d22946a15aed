import { effectiveInterval } from "../stats/kornGraubard.ts";

/** How often a guess was right, beside always guessing the commonest decision. */
export interface Guessed {
  readonly n: number;
  readonly clusters: number;
  readonly rate: number;
  /** The low end of its 95% range, with each cluster as one vote. */
  readonly limit: number;
  /** The rate of always guessing the commonest decision. */
  readonly constant: number;
}

/** Cases with what is to be guessed, what it is guessed from, and the cluster of each, all in the same order. */
export interface Guessing {
  readonly labels: readonly number[];
  readonly clusters: readonly number[];
  readonly categories: readonly (string | number)[];
}

/**
 * How well a category alone tells the label. The clusters are dealt into two halves in their order; each half is guessed by what is commonest
 * in the other, so that a value seen once tells nothing. No cases give a rate of 0.
 */
export function crossFitted({ labels, clusters, categories }: Guessing): Guessed {
  const kinds = 1 + labels.reduce((most, label) => Math.max(most, label), 0);
  const all = new Uint32Array(2 * kinds);
  const by = new Map<string | number, Uint32Array>();
  for (const [i, label] of labels.entries()) {
    const at = ((clusters[i] as number) % 2) * kinds + label;
    const category = categories[i] as string | number;
    let counts = by.get(category);
    if (counts === undefined) {
      counts = new Uint32Array(2 * kinds);
      by.set(category, counts);
    }
    counts[at] = (counts[at] as number) + 1;
    all[at] = (all[at] as number) + 1;
  }
  let hits = 0;
  let constant = 0;
  for (const half of [0, 1]) {
    const commonest = largest(all, 1 - half, kinds);
    if (commonest === undefined) continue;
    constant += all[half * kinds + commonest] as number;
    for (const counts of by.values()) {
      hits += counts[half * kinds + (largest(counts, 1 - half, kinds) ?? commonest)] as number;
    }
  }
  const n = labels.length;
  const { count, effective } = votes(clusters);
  const rate = n === 0 ? 0 : hits / n;
  return { n, clusters: count, rate, limit: effectiveInterval(rate, effective).low, constant: n === 0 ? 0 : constant / n };
}

/** The commonest label of a half, the first of equals; undefined where there is none. */
function largest(counts: Uint32Array, half: number, kinds: number): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let label = 0; label < kinds; label++) {
    const count = counts[half * kinds + label] as number;
    if (count <= most) continue;
    most = count;
    best = label;
  }
  return best;
}

/** How many clusters, and what cases are worth at the least when those of one cluster are all alike. */
export function votes(clusters: readonly number[]): { readonly count: number; readonly effective: number } {
  const sizes = new Map<number, number>();
  for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const squares = [...sizes.values()].reduce((sum, size) => sum + size * size, 0);
  return { count: sizes.size, effective: squares === 0 ? 0 : clusters.length ** 2 / squares };
}
