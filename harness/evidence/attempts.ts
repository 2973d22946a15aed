import { isReserved } from "../action.ts";
import type { Comparison, Outcome } from "../compare.ts";
import { attemptsDiffer, type ComparedCase, worst } from "../evidence.ts";
import { AttemptsTally, type Reliability } from "./attemptsTally.ts";

/** A cell that not all attempts at a case came to. */
export interface DifferingCell {
  readonly decided: string;
  readonly proposed: string;
  readonly outcome: Outcome;
}

/** Some attempts at a case that came to the same cells. */
export interface Way {
  readonly attempts: number;
  /** Only the cells that not all attempts share; none where this way lacks what another has. */
  readonly cells: readonly DifferingCell[];
  readonly moreCells: number;
}

/** A case whose attempts did not all come to the same. */
export interface UnstableCase {
  readonly id: string;
  readonly attempts: number;
  readonly ways: readonly Way[];
  readonly moreWays: number;
}

/** How far attempts at the same case repeat each other. */
export interface Attempts {
  /** The largest number of attempts at one case. */
  readonly most: number;
  /** Cases attempted more than once, and those of them whose attempts did not all come to the same cells. */
  readonly repeated: number;
  readonly unstable: { readonly cases: number; readonly listed: readonly UnstableCase[] };
  /** An attempt at a case matches when all its cells match. */
  readonly overall: Reliability;
  /** By what the person did: an attempt matches when all its cells of that type do. */
  readonly types: readonly (Reliability & { readonly type: string })[];
}

const LISTED = 500;
const WAYS = 4;
const CELLS = 4;

/** Counts attempts case by case, in sampling order, in which the cases of a cluster stand together; memory does not grow with the cases. */
export class AttemptsCount {
  readonly #overall = new AttemptsTally();
  readonly #types = new Map<string, AttemptsTally>();
  /** Types that the open cluster touches. */
  readonly #touched = new Set<AttemptsTally>();
  readonly #listed: UnstableCase[] = [];
  #cluster: string | undefined;
  #most = 0;
  #repeated = 0;
  #unstable = 0;

  add(one: ComparedCase): void {
    const { attempts } = one;
    if (one.cluster !== this.#cluster) this.#close();
    this.#cluster = one.cluster;
    this.#most = Math.max(this.#most, attempts.length);
    this.#overall.add({ matches: attempts.filter((cells) => worst(cells) === "match").length, attempts: attempts.length });
    const matches = new Map<string, number>();
    for (const cells of attempts) {
      const acted = cells.filter(({ decided, decidedAction }) => decidedAction !== undefined && !isReserved(decided));
      for (const [type, mine] of Map.groupBy(acted, ({ decided }) => decided)) {
        matches.set(type, (matches.get(type) ?? 0) + Number(worst(mine) === "match"));
      }
    }
    for (const [type, matched] of matches) {
      const tally = this.#types.get(type) ?? new AttemptsTally();
      this.#types.set(type, tally);
      tally.add({ matches: matched, attempts: attempts.length });
      this.#touched.add(tally);
    }
    if (attempts.length > 1) this.#repeated++;
    if (!attemptsDiffer(attempts)) return;
    this.#unstable++;
    if (this.#listed.length < LISTED) this.#listed.push(unstableCase(one));
  }

  /** The cases of the open cluster are all there. */
  #close(): void {
    this.#overall.close();
    for (const tally of this.#touched) tally.close();
    this.#touched.clear();
  }

  /** What was counted so far, the last cluster taken as complete. `declared` types are in it even when no person did them. */
  results(declared: readonly string[]): Attempts {
    this.#close();
    const types = [...new Set([...declared, ...this.#types.keys()])].sort();
    return {
      most: this.#most,
      repeated: this.#repeated,
      unstable: { cases: this.#unstable, listed: [...this.#listed] },
      overall: this.#overall.results(),
      types: types.map((type) => ({ type, ...(this.#types.get(type) ?? new AttemptsTally()).results() })),
    };
  }
}

function unstableCase({ id, attempts }: ComparedCase): UnstableCase {
  const counted = attempts.map((cells) => countCells(cells));
  const [first = new Map<string, number>()] = counted;
  const shared = new Map([...first].map(([key, n]) => [key, Math.min(n, ...counted.map((cells) => cells.get(key) ?? 0))]));
  const ways = [...Map.groupBy(counted, (cells) => JSON.stringify([...cells].sort())).values()];
  ways.sort((a, b) => b.length - a.length);
  return {
    id,
    attempts: attempts.length,
    ways: ways.slice(0, WAYS).map((alike) => {
      const own = [...(alike[0] ?? [])].flatMap(([key, n]) => new Array<string>(n - (shared.get(key) ?? 0)).fill(key)).sort();
      const cells = own.slice(0, CELLS).map((key): DifferingCell => {
        const [decided, proposed, outcome] = JSON.parse(key) as [string, string, Outcome];
        return { decided, proposed, outcome };
      });
      return { attempts: alike.length, cells, moreCells: own.length - cells.length };
    }),
    moreWays: Math.max(0, ways.length - WAYS),
  };
}

function countCells(cells: readonly Comparison[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { decided, proposed, outcome } of cells) {
    const key = JSON.stringify([decided, proposed, outcome]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
