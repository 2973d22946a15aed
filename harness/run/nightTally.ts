import { IdSet } from "../dataset/idSet.ts";
import { EvidenceCount } from "../evidence/evidenceCount.ts";
import type { RunHeader } from "../ledger/record.ts";
import { type Beyond, compareUnder } from "../policy.ts";
import type { Interval } from "../stats/clopperPearson.ts";
import type { ReadySuite } from "../suite.ts";
import { weightingOf } from "./countFor.ts";
import { readRun } from "./readRun.ts";

/**
 * One night's cases of an action type that no earlier night of the version had shown, and their own 95% range for one look, by
 * clusters, weights and the cap as the answer counts them: for display, no gate rests on it.
 */
export interface NightOfType extends Interval {
  readonly type: string;
  readonly n: number;
  readonly matches: number;
  /** The match rate by weight, which the range is about. */
  readonly rate: number;
}

/** What the new cases of one night came to; types that were not proposed are not in it. */
export interface NightSeen {
  readonly cases: number;
  readonly types: readonly NightOfType[];
}

/** Takes what came into a count since the last time; the types in the order in which they are declared, then by when they were first seen. */
export function takeNight(count: EvidenceCount): NightOfType[] {
  // A night ends with whole clusters.
  count.closeCluster();
  return count.typesSeen().flatMap((type) => {
    const { k: matches = 0, cases: n = 0, rate = null, range } = count.share(type, "agreement")?.takeNight() ?? {};
    return rate === null || range === undefined ? [] : [{ type, n, matches, rate, ...range }];
  });
}

/** Reads nights of one other version, which count for nothing and are shown apart: a case counts once, on the first night that shows it. Throws what `readRun` throws. */
export function nightsApart(
  suite: ReadySuite,
  nights: readonly { readonly dir: string; readonly header: RunHeader }[],
  beyond: Beyond | undefined,
): Map<string, NightSeen> {
  const shown = new IdSet();
  return new Map(
    nights.map(({ dir, header }, night) => {
      const { weightOf, most, ...weighting } = weightingOf(header);
      // Each night by itself: these ranges are all that is asked of them.
      const count = new EvidenceCount(suite.serious, [...suite.gates.keys()], { lines: () => [], ...weighting, most });
      let cases = 0;
      readRun(dir, {
        case: ({ case: one, cluster, observations }) => {
          if (shown.add(one.id, night, () => true) !== undefined) return;
          cases++;
          const attempts = compareUnder(suite.policies, one, observations, suite.compared, beyond);
          count.add({ id: one.id, cluster, weight: weightOf(one), attempts });
        },
      });
      return [header.id, { cases, types: takeNight(count) }] as const;
    }),
  );
}
