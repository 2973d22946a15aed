import { ShareCount, type ShareOptions } from "../evidence/shareCount.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import { ASKED_ONLY, type ShareEvidence, type ShareName, type Tally, type TypeEvidence } from "../evidence.ts";
import type { Criterion } from "./criterion.ts";

/** Hits, and the cases they are among. */
type Shown = readonly [k: number, n: number];

/** What a type shows, share by share; what is left out was never seen. */
export type ShownShares = { readonly [name in ShareName]?: Shown | undefined };

const NONE: Tally = { match: 0, near: 0, params: 0, type: 0, overreach: 0, missed: 0, escalated: 0, abstained: 0, failed: 0 };

/** For tests: evidence about one type from plain counts, counted as a run counts it. Each case stands alone; hits come evenly spread. */
export function evidenceOf(shown: ShownShares, criteria: readonly Criterion[], facts: Partial<TypeFacts> = {}): TypeEvidence {
  const { agreement = [0, 0], coverage = [0, 0], answered = [0, 0] } = shown;
  const { harmless = [agreement[1], agreement[1]] } = shown;
  const share = (name: ShareName, given: Shown) =>
    shareOf(
      evenly(...given).map((hit) => [hit]),
      {
        lines: criteria.flatMap(({ asks }) => {
          if (asks?.share !== name) return [];
          const { line, lost = line, alpha = 0.05 } = asks;
          return [line, lost].map((one) => ({ line: one, alpha }));
        }),
      },
    );
  const side = ([matches, n]: Shown) => ({ n, matches, outcomes: { ...NONE, match: matches, type: n - matches } });
  return {
    type: "a",
    proposed: side(agreement),
    decided: side(coverage),
    serious: harmless[1] - harmless[0],
    failures: { n: answered[1], failed: answered[1] - answered[0] },
    patterns: [],
    shares: {
      agreement: share("agreement", agreement),
      coverage: share("coverage", coverage),
      harmless: share("harmless", harmless),
      answered: share("answered", answered),
      ...Object.fromEntries(
        ASKED_ONLY.filter((name) => criteria.some(({ asks }) => asks?.share === name)).map((name) => [
          name,
          share(name, shown[name] ?? [0, 0]),
        ]),
      ),
    },
    facts: { ...NO_FACTS, ...facts },
  };
}

/** For tests: what is known of a type of which nothing was seen, by an agent behind a sealed wall. */
export const NO_FACTS: TypeFacts = {
  replay: { records: 0, replayed: 0, missing: 0, excluded: 0, unrecorded: 0, imported: false },
  span: { first: null, last: null, days: 0, middle: 0, dated: 0, undated: 0 },
  nights: { runs: 1, first: "2026-06-01T00:00:00.000Z", last: "2026-06-01T00:00:00.000Z", days: 0, longestPause: 0 },
  drift: null,
  drills: [],
  drilled: [],
  asOf: "2026-06-01T00:00:00.000Z",
  version: "1",
  attempts: { repeated: 0, alike: 0 },
  disagreements: null,
  ruled: null,
  policy: null,
  wall: { isolation: "I3", sealed: true, canary: { tried: 20, open: 0 }, waiver: null },
  baseline: null,
  cost: null,
  latency: { n: 0, p50: null, p95: null, p95Low: null, p95High: null, within: [] },
  time: null,
};

/** For tests: what clusters, each with the outcomes of its cases, show in just this order. `most` is by default the largest of them. */
export function shareOf(
  clusters: readonly (readonly boolean[])[],
  { most = Math.max(1, ...clusters.map((hits) => hits.length)), ...options }: ShareOptions & { readonly most?: number },
): ShareEvidence {
  const count = new ShareCount(options);
  for (const hits of clusters) {
    for (const hit of hits) count.add(hit);
    count.close(most);
  }
  return count.evidence();
}

/** `k` of `n` in an order as even as can be, by Bresenham's line. */
function evenly(k: number, n: number): boolean[] {
  return Array.from({ length: n }, (_, i) => Math.round(((i + 1) * k) / n) > Math.round((i * k) / n));
}
