import type { ShareEvidence } from "../evidence.ts";
import type { RunHeader } from "../ledger/record.ts";
import { compareUnder } from "../policy.ts";
import { countFor, weightingOf } from "../run/countFor.ts";
import { headerOf } from "../run/nights.ts";
import { readRun } from "../run/readRun.ts";
import type { ReadySuite } from "../suite.ts";

/** `hits` of `n` cases, how many independent cases each is worth, at most 1, and what the gate sees in them. */
export interface SeenShare {
  readonly hits: number;
  readonly n: number;
  readonly worth: number;
  readonly low: number;
  readonly high: number;
  /** At each line a gate asks about: is it shown at the level of the plan, and what it would take if the cases go on like that. */
  readonly lines: readonly { readonly line: number; readonly shown: boolean; readonly more: number | null }[];
}

/** The shares that gates ask about, each as a share of what should happen. */
export interface SeenType {
  /** Cases proposed with this type: those that matched, and those without a serious disagreement. */
  readonly agreement: SeenShare;
  readonly serious: SeenShare;
  /** Cases in which people took the action: those the agent took alike. */
  readonly coverage: SeenShare;
  /** All cases: those with a usable answer. */
  readonly failures: SeenShare;
}

/** What a plan needs to know of a run: where each share stands. */
export interface RunCounts {
  readonly run: RunHeader;
  /** Cases that count. */
  readonly cases: number;
  /** One entry for each action type of the suite. */
  readonly types: ReadonlyMap<string, SeenType>;
}

/** Counts a run's ledger by the suite as it stands now. Throws RUN_NOT_FOUND, RUN_EMPTY, or LEDGER_CORRUPT. */
export function countRun(suite: ReadySuite, dir: string, alpha = 0.05): RunCounts {
  const weighting = weightingOf(headerOf(dir));
  const count = countFor(suite, weighting, alpha);
  const { run, counted } = readRun(dir, {
    case: ({ case: one, observations }) => {
      const attempts = compareUnder(suite.policies, one, observations, suite.compared);
      count.add({ id: one.id, cluster: one.cluster, weight: weighting.weightOf(one), attempts });
    },
  });
  const types = [...count.evidence().types].filter(([type]) => suite.gates.has(type));
  return {
    run,
    cases: counted,
    types: new Map(
      types.map(([type, { shares }]) => [
        type,
        {
          agreement: seen(shares.agreement),
          serious: seen(shares.harmless),
          coverage: seen(shares.coverage),
          failures: seen(shares.answered),
        },
      ]),
    ),
  };
}

function seen({ n, effective, clusters, most, rate, low, high, lines }: ShareEvidence): SeenShare {
  // Cases of one cluster may come out alike, and where clusters are unequal the largest there may be sets what a bet may cost.
  const worth = n === 0 ? 1 : Math.min(1, (effective / n) * Math.min(1, n / clusters / most));
  return {
    // By weight where cases weigh differently, as the gate counts.
    hits: Math.min(n, Math.round((rate ?? 0) * n)),
    n,
    worth,
    low,
    high,
    lines: lines.map(({ line, alpha, above, more }) => ({
      line,
      shown: rate !== null && rate >= line && above >= -Math.log(alpha),
      more: more?.cases ?? null,
    })),
  };
}
