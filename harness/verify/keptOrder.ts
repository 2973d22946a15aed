import { shuffleKey } from "../dataset/sampleOrder.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { CaseRow } from "../run/openRun.ts";
import { journalOf } from "../run/runFolder.ts";

/**
 * Does every case stand at its place in the order that the seed gives? The chain of hashes cannot say: whoever writes a ledger anew
 * chains it anew. Holds eight bytes per case.
 */
export class KeptOrder {
  readonly #seed: number;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  readonly #there: Uint8Array;

  constructor(seed: number, cases: number) {
    this.#seed = seed;
    this.#high = new Uint32Array(cases);
    this.#low = new Uint32Array(cases);
    this.#there = new Uint8Array(cases);
  }

  add({ seq, case: { cluster } }: Pick<CaseRow, "seq" | "case">): void {
    const [high, low] = shuffleKey(this.#seed, cluster);
    this.#high[seq] = high;
    this.#low[seq] = low;
    this.#there[seq] = 1;
  }

  /** The first place, from 0, of a case that should have stood before an earlier one; null when all is in order. */
  misplaced(): number | null {
    let [high, low] = [0, 0];
    for (let seq = 0; seq < this.#there.length; seq++) {
      if (this.#there[seq] === 0) continue;
      const [nextHigh, nextLow] = [this.#high[seq] as number, this.#low[seq] as number];
      if (nextHigh < high || (nextHigh === high && nextLow < low)) return seq;
      [high, low] = [nextHigh, nextLow];
    }
    return null;
  }
}

/** The id of the case at a place in the sampling order. */
export function caseAt(dir: string, seq: number): string | undefined {
  for (const row of readLedger(journalOf(dir), newJournalEnd())) if (row.kind === "case" && row.seq === seq) return row.case.id;
  return undefined;
}
