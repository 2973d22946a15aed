import { hash } from "node:crypto";

/** The two 32-bit halves of a cluster's place in the seeded shuffle. */
export function shuffleKey(seed: number, cluster: string): readonly [number, number] {
  const bytes = hash("sha256", `${seed}\n${cluster}`, "buffer");
  return [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
}

/**
 * The sampling order: clusters in a random order fixed by the seed, the cases of a cluster together and in dataset order.
 * Takes the keys of each row and returns row numbers; also counts the clusters among the first so many of them.
 */
export function sampleOrder(
  high: Uint32Array,
  low: Uint32Array,
  rows: Uint32Array,
): { readonly order: Uint32Array; clustersIn(cases: number, weightOf?: (row: number) => number): ClusterCount } {
  const order = rows.slice().sort((a, b) => {
    const first = (high[a] as number) - (high[b] as number);
    if (first !== 0) return first;
    const second = (low[a] as number) - (low[b] as number);
    return second !== 0 ? second : a - b;
  });
  const clustersIn = (cases: number, weightOf: (row: number) => number = () => 1): ClusterCount => {
    const sizes: number[] = [];
    for (let i = 0; i < Math.min(cases, order.length); i++) {
      const row = order[i] as number;
      const previous = order[i - 1];
      if (previous === undefined || high[row] !== high[previous] || low[row] !== low[previous]) sizes.push(0);
      sizes[sizes.length - 1] = (sizes.at(-1) as number) + weightOf(row);
    }
    return { clusters: sizes.length, largest: sizes.reduce((most, size) => Math.max(most, size), 0) };
  };
  return { order, clustersIn };
}

/** How many clusters there are, and what the largest weighs; 0 without cases. */
export interface ClusterCount {
  readonly clusters: number;
  readonly largest: number;
}
