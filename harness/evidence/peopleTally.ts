import { type Estimate, pairedRatios } from "../stats/pairedRatios.ts";
import { type RangedShare, shareRange } from "./shareRange.ts";

/** How often people agree with each other; `alike` of `pairs` comparisons, each pair of people taken both ways round. */
export interface NoiseFloor extends RangedShare {
  readonly alike: number;
  readonly pairs: number;
}

/** How often the agent agrees with people, beside how often they agree with each other, on the same cases. */
export interface RelativeAgreement {
  readonly agent: number;
  readonly people: number;
  /** Cases in which the agent, and people, had something to agree on. */
  readonly agentCases: number;
  readonly peopleCases: number;
  /** Agent less people, and agent over people; null where the cases cannot give a range that has a width. */
  readonly difference: Estimate | null;
  readonly ratio: Estimate | null;
  /** Enough cases to rest a decision on? With fewer it is shown, and decides nothing. */
  readonly enough: boolean;
}

/** People beside each other, and the agent beside them. Null where no case can tell. */
export interface PeopleBeside {
  readonly noiseFloor: NoiseFloor | null;
  readonly relative: RelativeAgreement | null;
}

/** What one case adds: its share of agreement, and the comparisons behind it. */
interface Vote {
  readonly hits: number;
  readonly size: number;
  readonly alike: number;
  readonly pairs: number;
}

const ENOUGH = 50;
const NOTHING = { hits: 0, size: 0, cases: 0 };

/** Sums agreement of the agent with people, and of people with each other, cluster by cluster; clusters alike are kept once. */
export class PeopleTally {
  readonly #clusters = new Map<string, { readonly agent: typeof NOTHING; readonly people: typeof NOTHING; times: number }>();
  readonly #compared = { alike: 0, pairs: 0 };
  #open = { agent: NOTHING, people: NOTHING };

  /** The next case of the open cluster. */
  add(who: "agent" | "people", { hits, size, alike, pairs }: Vote): void {
    const { hits: before, size: of, cases } = this.#open[who];
    this.#open[who] = { hits: before + hits, size: of + size, cases: cases + 1 };
    if (who === "agent") return;
    this.#compared.alike += alike;
    this.#compared.pairs += pairs;
  }

  /** The open cluster is complete. */
  close(): void {
    const { agent, people } = this.#open;
    if (agent.size === 0 && people.size === 0) return;
    const key = JSON.stringify([agent, people]);
    const cluster = this.#clusters.get(key);
    if (cluster === undefined) this.#clusters.set(key, { agent, people, times: 1 });
    else cluster.times++;
    this.#open = { agent: NOTHING, people: NOTHING };
  }

  results(): PeopleBeside {
    const clusters = [...this.#clusters.values()];
    const floor = shareRange(clusters.map(({ people, times }) => ({ ...people, times })));
    const { first, second, difference, ratio } = pairedRatios(
      clusters.map(({ agent, people, times }) => ({ first: agent, second: people, times })),
    );
    const casesOf = (who: "agent" | "people") => clusters.reduce((sum, cluster) => sum + cluster.times * cluster[who].cases, 0);
    const [agentCases, peopleCases] = [casesOf("agent"), casesOf("people")];
    return {
      noiseFloor: floor === null ? null : { ...floor, ...this.#compared },
      relative:
        first === null || second === null
          ? null
          : {
              agent: first,
              people: second,
              agentCases,
              peopleCases,
              difference: withWidth(difference),
              ratio: withWidth(ratio),
              enough: Math.min(agentCases, peopleCases) >= ENOUGH,
            },
    };
  }
}

function withWidth(estimate: Estimate | null): Estimate | null {
  return estimate === null || estimate.se === 0 ? null : estimate;
}
