import { IdSet } from "../dataset/idSet.ts";
import { EvidenceCount } from "../evidence/evidenceCount.ts";
import type { RunHeader } from "../ledger/record.ts";
import { type Beyond, compareUnder } from "../policy.ts";
import { clopperPearson, type Interval } from "../stats/clopperPearson.ts";
import type { ReadySuite } from "../suite.ts";
import { readRun } from "./readRun.ts";

/** One night's cases of an action type that no earlier night of the version had shown, and their own 95% range for one look: for display, no gate rests on it. */
export interface NightOfType extends Interval {
  readonly type: string;
  readonly n: number;
  readonly matches: number;
}

/** What the new cases of one night came to; types that were not proposed are not in it. */
export interface NightSeen {
  readonly cases: number;
  readonly types: readonly NightOfType[];
}

/** Tells what each night added to a count that goes on from night to night. */
export class NightTally {
  readonly #count: EvidenceCount;
  readonly #before = new Map<string, { readonly n: number; readonly matches: number }>();

  constructor(count: EvidenceCount) {
    this.#count = count;
  }

  /** What came in since the last time; the types in the order in which they are declared, then by when they were first seen. */
  take(): NightOfType[] {
    // A night ends with whole clusters.
    this.#count.closeCluster();
    return this.#count.typesSeen().flatMap((type) => {
      const { n = 0, k: matches = 0 } = this.#count.share(type, "agreement") ?? {};
      const had = this.#before.get(type) ?? { n: 0, matches: 0 };
      this.#before.set(type, { n, matches });
      const added = { n: n - had.n, matches: matches - had.matches };
      return added.n === 0 ? [] : [{ type, ...added, ...clopperPearson(added.matches, added.n) }];
    });
  }
}

/** Reads nights of one other version, which count for nothing and are shown apart: a case counts once, on the first night that shows it. Throws what `readRun` throws. */
export function nightsApart(
  suite: ReadySuite,
  nights: readonly { readonly dir: string; readonly header: RunHeader }[],
  beyond: Beyond | undefined,
): Map<string, NightSeen> {
  const count = new EvidenceCount(suite.serious, [...suite.gates.keys()]);
  const [tally, shown] = [new NightTally(count), new IdSet()];
  return new Map(
    nights.map(({ dir, header }, night) => {
      let cases = 0;
      readRun(dir, {
        case: ({ case: one, observations }) => {
          if (shown.add(one.id, night, () => true) !== undefined) return;
          cases++;
          // No range rests on these, so no cluster has to be held together.
          count.add({
            id: one.id,
            cluster: one.id,
            attempts: compareUnder(suite.policies, one, observations, suite.compared, beyond),
          });
        },
      });
      return [header.id, { cases, types: tally.take() }] as const;
    }),
  );
}
