import type { Case } from "../case.ts";
import { EarnestError } from "../errors.ts";
import type { Mix } from "./defineDataset.ts";

/** How the cases of a run are weighted; fixed by the cases alone, before the agent is asked anything. */
export interface Weights {
  /** The largest weight of a case. */
  readonly largest: number;
  readonly smallest: number;
  /** The parts of the production mix, if one was declared: cases here, share there, and the factor on a case's own weight that follows. */
  readonly mix: { readonly slice: string; readonly strata: readonly Stratum[] } | null;
}

export interface Stratum {
  readonly value: string;
  readonly cases: number;
  readonly share: number;
  readonly weight: number;
}

/** Evidence keeps one count per distinct vote, so weights must come from a design, such as a few strata. */
const DISTINCT = 100;

/** Collects the weights of the cases that may be asked about. */
export class WeightCount {
  readonly #mix: Mix | undefined;
  readonly #own = new Set<number>();
  readonly #strata = new Map<string, { cases: number; weight: number; largest: number; smallest: number }>();
  #weight = 0;
  #unplaced: string | undefined;

  constructor(mix: Mix | undefined) {
    this.#mix = mix;
    if (mix === undefined) return;
    const shares = Object.values(mix.shares);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (shares.some((share) => !(share > 0 && share <= 1)) || Math.abs(sum - 1) > 1e-6) {
      throw new EarnestError(
        "SUITE_BROKEN",
        `the shares of the mix by ${mix.slice} are parts of production and add up to 1, not ${sum}`,
      );
    }
  }

  add(one: Case): void {
    this.#weight += one.weight;
    if (this.#own.size <= DISTINCT) this.#own.add(one.weight);
    const value = this.#mix === undefined ? "" : (one.slices[this.#mix.slice] ?? "");
    if (this.#mix !== undefined && !Object.hasOwn(this.#mix.shares, value)) this.#unplaced ??= `${one.id} (${value || "none"})`;
    const stratum = this.#strata.get(value) ?? { cases: 0, weight: 0, largest: 0, smallest: Infinity };
    stratum.cases++;
    stratum.weight += one.weight;
    stratum.largest = Math.max(stratum.largest, one.weight);
    stratum.smallest = Math.min(stratum.smallest, one.weight);
    this.#strata.set(value, stratum);
  }

  /** Null when all cases weigh the same. Throws CASES_INVALID for weights that cannot be counted, and for a mix that the cases cannot show. */
  weights(dataset: string): Weights | null {
    if (this.#own.size > DISTINCT) {
      throw new EarnestError("CASES_INVALID", `${dataset}: the cases have more than ${DISTINCT} different weights`, {
        next: "Give all cases of one stratum the same weight, or round the weights",
      });
    }
    const mix = this.#mix === undefined ? null : this.#strataOf(this.#mix, dataset);
    if (mix === null && [...this.#own].every((weight) => weight === 1)) return null;
    const weightOf = (value: string) => mix?.strata.find((stratum) => stratum.value === value)?.weight ?? 1;
    const ends = [...this.#strata].map(([value, { largest, smallest }]) => ({
      largest: largest * weightOf(value),
      smallest: smallest * weightOf(value),
    }));
    return {
      largest: Math.max(...ends.map(({ largest }) => largest)),
      smallest: Math.min(...ends.map(({ smallest }) => smallest)),
      mix,
    };
  }

  #strataOf({ slice, shares }: Mix, dataset: string): NonNullable<Weights["mix"]> {
    if (this.#unplaced !== undefined) {
      throw new EarnestError(
        "CASES_INVALID",
        `${dataset}: case ${this.#unplaced} has a ${slice} that the production mix does not name`,
        {
          next: "Name its share, or leave such cases out with --filter",
        },
      );
    }
    const strata = Object.entries(shares).map(([value, share]) => {
      // By the cases' own weights, so that the parts come to the declared shares whatever these are.
      const { cases, weight } = this.#strata.get(value) ?? { cases: 0, weight: 0 };
      return { value, cases, share, weight: (share * this.#weight) / weight };
    });
    const empty = strata.find(({ cases }) => cases === 0);
    if (empty === undefined) return { slice, strata };
    throw new EarnestError(
      "CASES_INVALID",
      `${dataset}: no case has ${slice} = ${empty.value}, which is ${empty.share * 100}% of production`,
      {
        next: "A part of production without a case cannot be weighted for: add cases, or declare the mix of the part that is asked about",
      },
    );
  }
}

/** How much a case counts by these weights. */
export function weightOf({ mix }: Weights): (one: Case) => number {
  if (mix === null) return (one) => one.weight;
  const strata = new Map(mix.strata.map(({ value, weight }) => [value, weight]));
  return (one) => one.weight * (strata.get(one.slices[mix.slice] ?? "") ?? 0);
}
