import type { Pattern } from "../evidence.ts";
import { eCombine } from "../stats/eCombine.ts";
import { ePaired } from "../stats/ePaired.ts";
import { mcnemar } from "../stats/mcnemar.ts";
import type { Difference } from "../stats/pairedTable.ts";
import { tangoPaired } from "../stats/tangoPaired.ts";
import type { Standing } from "./standing.ts";

/** Two versions on the same cases: who agreed with the person where, and how far that speaks for one of them. */
export interface Paired {
  readonly n: number;
  readonly table: { readonly both: number; readonly onlyBefore: number; readonly onlyAfter: number; readonly neither: number };
  /** Share of the cases that only one version agreed on; null without cases. */
  readonly discordance: number | null;
  /** Cases with a serious disagreement. */
  readonly serious: { readonly before: number; readonly after: number };
  /** Agreement after less agreement before, -1 to 1, with its two-sided 95 % range as if no two cases belonged together, for one look. */
  readonly difference: Difference;
  /**
   * What the tests count: clusters with more of their cases changed for the better than for the worse, the other way round, and
   * changed both ways alike. `shared` says whether any cluster holds two changed cases; if none does, they are the changed cases.
   */
  readonly clusters: { readonly better: number; readonly worse: number; readonly evened: number; readonly shared: boolean };
  readonly tests: {
    /** For a number of cases fixed beforehand, looked at once. */
    readonly mcnemarExact: number;
    readonly mcnemarMidP: number;
    /** Natural log of the evidence that the versions differ, which may be looked at any time, and the p-value it bounds. */
    readonly logE: number;
    readonly anytimeP: number;
  };
  /** Kinds of disagreement among the cases that got worse (what they became) and better (what they were), most frequent first. */
  readonly patterns: { readonly worse: readonly Pattern[]; readonly better: readonly Pattern[] };
}

/** Which way a case changed between two versions. */
export type Direction = "worse" | "better";

/** Counts pairs of standings one by one; memory grows with the clusters that changed, not with the cases. */
export class PairedCount {
  readonly #table = { both: 0, onlyBefore: 0, onlyAfter: 0, neither: 0 };
  readonly #serious = { before: 0, after: 0 };
  readonly #changed = new Map<string, { net: number; cases: number }>();
  readonly #patterns = { worse: new Map<string, Pattern>(), better: new Map<string, Pattern>() };

  /** Takes one case; returns which way it changed, if it did. */
  add(cluster: string, before: Standing, after: Standing): Direction | undefined {
    if (before.serious) this.#serious.before++;
    if (after.serious) this.#serious.after++;
    if (before.agrees === after.agrees) {
      this.#table[before.agrees ? "both" : "neither"]++;
      return undefined;
    }
    const direction = after.agrees ? "better" : "worse";
    this.#table[after.agrees ? "onlyAfter" : "onlyBefore"]++;
    const changed = this.#changed.get(cluster) ?? { net: 0, cases: 0 };
    changed.net += after.agrees ? 1 : -1;
    changed.cases++;
    this.#changed.set(cluster, changed);
    this.#place(direction, after.agrees ? before : after);
    return direction;
  }

  #place(direction: Direction, { cell }: Standing): void {
    if (cell === null) throw new RangeError("expected a disagreement to have a cell");
    const { decided, proposed, outcome } = cell;
    // The length keeps hostile type names apart, whatever characters are in them.
    const key = `${decided.length} ${decided}${outcome} ${proposed}`;
    const patterns = this.#patterns[direction];
    patterns.set(key, { decided, proposed, outcome, n: (patterns.get(key)?.n ?? 0) + 1 });
  }

  paired(): Paired {
    const { both, onlyBefore, onlyAfter, neither } = this.#table;
    const n = both + onlyBefore + onlyAfter + neither;
    const changed = [...this.#changed.values()];
    const better = changed.filter(({ net }) => net > 0).length;
    const worse = changed.filter(({ net }) => net < 0).length;
    const { exact, midP } = mcnemar(better, worse);
    // Either version may be the better one; the mean of the evidence for each is evidence that they differ.
    const logE = eCombine([ePaired(better, worse), ePaired(worse, better)], "mean");
    return {
      n,
      table: { ...this.#table },
      discordance: n === 0 ? null : (onlyBefore + onlyAfter) / n,
      serious: { ...this.#serious },
      difference: tangoPaired({ both, first: onlyAfter, second: onlyBefore, neither }),
      clusters: { better, worse, evened: changed.length - better - worse, shared: changed.some(({ cases }) => cases > 1) },
      tests: { mcnemarExact: exact, mcnemarMidP: midP, logE, anytimeP: Math.min(1, Math.exp(-logE)) },
      patterns: { worse: byFrequency(this.#patterns.worse), better: byFrequency(this.#patterns.better) },
    };
  }
}

function byFrequency(patterns: ReadonlyMap<string, Pattern>): Pattern[] {
  const name = ({ decided, proposed, outcome }: Pattern) => JSON.stringify([decided, proposed, outcome]);
  return [...patterns.values()].sort((a, b) => b.n - a.n || (name(a) < name(b) ? -1 : 1));
}
