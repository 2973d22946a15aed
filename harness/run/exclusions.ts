import type { Excluded } from "../dataset/loadCases.ts";
import { formatWhere } from "../errors.ts";
import type { ExcludedRecord, Judgement } from "./judgement.ts";

/** The excluded records a judgement names one by one; all are counted. */
const LISTED = 500;

/** Counts what stayed out, by reason. */
export class Exclusions {
  readonly #reasons = new Map<string, number>();
  readonly #listed: ExcludedRecord[] = [];

  add({ id, because, where, faults }: Excluded): void {
    this.#reasons.set(because, (this.#reasons.get(because) ?? 0) + 1);
    if (this.#listed.length < LISTED)
      this.#listed.push({ id: id ?? null, because, where: formatWhere(where), faults: faults ?? [] });
  }

  summary(): Judgement["exclusions"] {
    const reasons = [...this.#reasons].map(([because, n]) => ({ because, n }));
    return { reasons: reasons.sort((a, b) => b.n - a.n || (a.because < b.because ? -1 : 1)), listed: this.#listed };
  }
}
