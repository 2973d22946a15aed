import { type Attempts, passK } from "../stats/passK.ts";
import { varianceDecomposition } from "../stats/varianceDecomposition.ts";
import { shareRange } from "./shareRange.ts";

/** The chance that k attempts at a case all match, with its 95% range at a number of cases fixed beforehand, and that any of them does. */
export interface PassAll {
  readonly k: number;
  /** Null where no case has k attempts. */
  readonly all: number | null;
  readonly low: number;
  readonly high: number;
  readonly any: number | null;
  readonly cases: number;
  /** Cases left out, having fewer than k attempts. */
  readonly excluded: number;
}

/** The standard error of the match rate over all attempts, now and with twice as much of either; cases taken as independent. */
export interface Doubling {
  readonly error: number;
  readonly twiceAttempts: number;
  readonly twiceCases: number;
}

/** How far attempts at the same case repeat each other. */
export interface Reliability {
  readonly cases: number;
  /** Cases some of whose attempts match, and others not. */
  readonly mixed: number;
  readonly passes: readonly PassAll[];
  /** The variance of matches between cases and between attempts at one case; null unless two cases, one of them repeated, tell. */
  readonly variance: { readonly between: number; readonly within: number; readonly share: number | null } | null;
  readonly doubling: Doubling | null;
}

/** Keeps how many attempts matched in how many cases, cluster by cluster; clusters alike are kept once. */
export class AttemptsTally {
  readonly #clusters = new Map<string, { readonly cases: readonly (readonly [key: string, times: number])[]; times: number }>();
  #open = new Map<string, number>();

  /** The next case of the open cluster. */
  add({ matches, attempts }: Attempts): void {
    const key = `${matches}/${attempts}`;
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
  }

  /** The open cluster is complete. */
  close(): void {
    if (this.#open.size === 0) return;
    const cases = [...this.#open].sort(([a], [b]) => (a < b ? -1 : 1));
    const key = String(cases);
    const cluster = this.#clusters.get(key);
    if (cluster === undefined) this.#clusters.set(key, { cases, times: 1 });
    else cluster.times++;
    this.#open = new Map();
  }

  results(): Reliability {
    const kinds = new Map<string, number>();
    for (const { cases, times } of this.#clusters.values()) {
      for (const [key, n] of cases) kinds.set(key, (kinds.get(key) ?? 0) + n * times);
    }
    const counts = [...kinds].map(([key, n]) => ({ ...attemptsOf(key), n }));
    const cases = counts.reduce((sum, { n }) => sum + n, 0);
    const most = Math.max(0, ...counts.map(({ attempts }) => attempts));
    const { between, within, icc, typicalAttempts } = varianceDecomposition(repeated(counts));
    const known = between !== null && within !== null && typicalAttempts !== null;
    const error = (n: number, attempts: number) => Math.sqrt(((between ?? 0) + (within ?? 0) / attempts) / n);
    return {
      cases,
      mixed: counts.reduce((sum, { matches, attempts, n }) => sum + (matches > 0 && matches < attempts ? n : 0), 0),
      passes: Array.from({ length: most }, (_, i) => this.#passAll(i + 1, counts)),
      variance: known ? { between, within, share: icc } : null,
      doubling: known
        ? {
            error: error(cases, typicalAttempts),
            twiceAttempts: error(cases, 2 * typicalAttempts),
            twiceCases: error(2 * cases, typicalAttempts),
          }
        : null,
    };
  }

  #passAll(k: number, counts: readonly Counted[]): PassAll {
    const { all, any, cases, excluded } = passK(repeated(counts), k);
    const clusters = [...this.#clusters.values()].map(({ cases: kinds, times }) => {
      const fit = kinds.map(([key, n]) => ({ ...attemptsOf(key), n })).filter(({ attempts }) => attempts >= k);
      const size = fit.reduce((sum, { n }) => sum + n, 0);
      return { hits: fit.reduce((sum, one) => sum + one.n * (passK([one], k).all ?? 0), 0), size, cases: size, times };
    });
    const { low, high } = shareRange(clusters) ?? { low: 0, high: 1 };
    return { k, all, low, high, any, cases, excluded };
  }
}

type Counted = Attempts & { readonly n: number };

function attemptsOf(key: string): Attempts {
  const [matches = 0, attempts = 0] = key.split("/").map(Number);
  return { matches, attempts };
}

function* repeated(counts: readonly Counted[]): Generator<Attempts> {
  for (const { n, ...one } of counts) for (let i = 0; i < n; i++) yield one;
}
