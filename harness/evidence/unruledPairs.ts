import { type AskedPair, hearing } from "../comparators/judged.ts";
import type { ComparedTypes } from "../compare.ts";

/** A pair without a ruling, and the action type in whose comparing it came up. */
export interface UnruledPair extends AskedPair {
  readonly type: string;
}

/** Watches comparing for pairs that a model judge has yet to rule on: compare with `types`, then `take` what came up. */
export class UnruledPairs {
  readonly types: ComparedTypes;
  /** Action types in whose comparing a judge had a say. */
  readonly consulted = new Set<string>();
  #found: UnruledPair[] = [];

  constructor(types: ComparedTypes) {
    this.types = new Map(
      [...types].map(([type, row]) => {
        const note = (pair: AskedPair) => void this.#found.push({ ...pair, type });
        const { name, version, params } = row.compare;
        const consulted = () => void this.consulted.add(type);
        const compare = (decided: unknown, proposed: unknown) =>
          hearing(note, () => row.compare.compare(decided, proposed), consulted);
        return [type, { ...row, compare: { name, version, params, compare } }];
      }),
    );
  }

  /** The pairs since the last time, as often as they came up. */
  take(): readonly UnruledPair[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }
}
