import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClusterE, type ClusterUnit } from "./clusterE.ts";
import type { Cluster } from "./clusterTotals.ts";
import { ePaired } from "./ePaired.ts";
import { JudgeAuditE } from "./judgeAuditE.ts";

const evidence = (clusters: readonly Cluster[], share: number, unit: ClusterUnit): number => {
  const found = new ClusterE(share, unit);
  for (const cluster of clusters) found.add(cluster);
  return found.logE;
};
const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0 ? [[]] : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

describe("evidence by cluster", () => {
  test("is not moved by repeating the decisions of a cluster", () => {
    const cluster = fc.integer({ min: 1, max: 6 }).chain((size) => fc.record({ size: fc.constant(size), matches: fc.nat(size) }));
    fc.assert(
      fc.property(fc.array(cluster, { maxLength: 12 }), fc.integer({ min: 2, max: 9 }), (seen, times) => {
        const often = seen.map(({ matches, size }) => ({ matches: matches * times, size: size * times }));
        expect(evidence(often, 0.9, { per: "cluster" })).toBeCloseTo(evidence(seen, 0.9, { per: "cluster" }), 10);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  test("is worth 1 on average at the threshold, though sizes and matches of a cluster go together", () => {
    // Large clusters match less: 2 of 4 or 1 of 1, in equal parts, have 3 matches in 5 decisions.
    const kinds: Cluster[] = [
      { matches: 2, size: 4 },
      { matches: 1, size: 1 },
    ];
    const worth = (unit: ClusterUnit, share: number) =>
      kinds
        .flatMap((a) => kinds.flatMap((b) => kinds.map((c) => Math.exp(evidence([a, b, c], share, unit)) / 8)))
        .reduce((sum, e) => sum + e, 0);
    expect(worth({ per: "decision", cap: 4 }, 0.6)).toBeCloseTo(1, 12);
    expect(worth({ per: "cluster" }, 0.75)).toBeCloseTo(1, 12);
    expect(worth({ per: "cluster" }, 0.6)).toBeGreaterThan(1.05);
  });

  test("starts at nothing and refuses a cluster above its cap", () => {
    expect(evidence([], 0.9, { per: "cluster" })).toBe(0);
    expect(() => evidence([{ matches: 5, size: 5 }], 0.9, { per: "decision", cap: 4 })).toThrow(/at most 4/);
    expect(() => evidence([{ matches: 0, size: 0 }], 0.9, { per: "cluster" })).toThrow(RangeError);
  });
});

test("paired evidence is worth 1 on average between equal versions, and refuses what is no count", () => {
  const worth = [1, 8, 28, 56, 70, 56, 28, 8, 1].reduce(
    (sum, ways, wins) => sum + (ways / 256) * Math.exp(ePaired(wins, 8 - wins)),
    0,
  );
  expect(worth).toBeCloseTo(1, 12);
  expect(() => ePaired(-1, 2)).toThrow(RangeError);
  expect(() => ePaired(1, 0.5)).toThrow(RangeError);
});

describe("the audit of a judge", () => {
  const audit = (checks: readonly { judge: boolean; human: boolean }[], cases: number, judgeMatches: number, share: number) => {
    const found = new JudgeAuditE({ cases, judgeMatches, share });
    return checks.map((check) => {
      found.add(check);
      return found.logE;
    });
  };

  test.each([
    ["too kind", [true, true, true, true, true, true]],
    ["too strict", [true, true, false, true, false, false]],
    ["contrary", [false, false, false, true, true, false]],
  ])("is worth at most 1 on average, one match short of the share, with a judge that is %s", (_, judged) => {
    const humans = [true, true, true, false, false, true];
    const checks = humans.map((human, at) => ({ human, judge: judged[at] ?? false }));
    const orders = permutations(checks);
    const worth = new Array<number>(6).fill(0);
    for (const order of orders) {
      for (const [at, logE] of audit(order, 6, judged.filter(Boolean).length, 0.8).entries()) {
        worth[at] = (worth[at] ?? 0) + Math.exp(logE) / orders.length;
      }
    }
    for (const value of worth) expect(value).toBeLessThanOrEqual(1 + 1e-9);
  });

  test("ends in certainty when the share is reached, and refuses more checks than cases", () => {
    const checks = new Array(20).fill({ judge: true, human: true });
    expect(audit(checks, 20, 20, 0.9).at(-1)).toBe(Number.POSITIVE_INFINITY);
    expect(() => audit([...checks, checks[0]], 20, 20, 0.9)).toThrow(RangeError);
    expect(() => new JudgeAuditE({ cases: 20, judgeMatches: 21, share: 0.9 })).toThrow(RangeError);
    expect(() => new JudgeAuditE({ cases: 20, judgeMatches: 20, share: 0 })).toThrow(RangeError);
  });
});
