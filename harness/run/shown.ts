import { IdSet } from "../dataset/idSet.ts";
import type { ReadCase } from "./readRun.ts";

/** What runs that are read one after the other have shown so far. */
export class Shown {
  readonly #ids = new IdSet();
  readonly #clusters = new IdSet();
  readonly #datasets = new Map<string, IdSet>();
  #dataset = new IdSet();
  #night = -1;

  /** Begins the next run, of the dataset with this digest. */
  begin(digest: string): void {
    this.#night++;
    this.#dataset = this.#datasets.get(digest) ?? new IdSet();
    this.#datasets.set(digest, this.#dataset);
  }

  /** What an earlier run has shown of a case: itself, or another one of its cluster; and whether that was of the same dataset. */
  take({ case: { id }, cluster }: ReadCase): { readonly before: "case" | "cluster" | null; readonly ofDataset: boolean } {
    const asCase = this.#ids.add(id, this.#night, () => true);
    const asCluster = this.#clusters.add(cluster, this.#night, () => true);
    const ofDataset = this.#dataset.add(id, this.#night, () => true) !== undefined;
    if (asCase !== undefined) return { before: "case", ofDataset };
    return { before: asCluster === undefined || asCluster === this.#night ? null : "cluster", ofDataset };
  }
}
