import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClusterE, type ClusterUnit } from "./clusterE.ts";
import type { Cluster } from "./clusterTotals.ts";
import { eBernoulli } from "./eBernoulli.ts";
import { eBernoulliDemote } from "./eBernoulliDemote.ts";
import { EDetector } from "./eDetector.ts";
import { ESequence } from "./eSequence.ts";
import { eTruncBeta } from "./eTruncBeta.ts";
import { D_GRID, P_GRID } from "./grid.ts";
import { JudgeAuditE } from "./judgeAuditE.ts";
import { matchesNeeded } from "./matchesNeeded.ts";
import { promoteProbability } from "./promoteProbability.ts";

// An e-value is worth 1 at most, on average, while the null holds: that is the whole guarantee. Here every outcome of a small design is
// gone through with its exact probability, so nothing is left to chance.

/** A sequence of draws with its probability. */
interface Path<T> {
  readonly draws: readonly T[];
  readonly chance: number;
}

/** Anything that takes in draws and has evidence. */
interface Evidence<T> {
  add(draw: T): void;
  readonly logE: number;
}

/** Every sequence of n independent draws. */
function independent<T>(kinds: readonly (readonly [T, number])[], n: number): Path<T>[] {
  if (n === 0) return [{ draws: [], chance: 1 }];
  const rest = independent(kinds, n - 1);
  return kinds.flatMap(([kind, part]) => rest.map(({ draws, chance }) => ({ draws: [kind, ...draws], chance: part * chance })));
}

/** Every order of the items, each equally likely. */
function orders<T>(items: readonly T[]): Path<T>[] {
  if (items.length === 0) return [{ draws: [], chance: 1 }];
  return items.flatMap((item, at) =>
    orders(items.toSpliced(at, 1)).map(({ draws, chance }) => ({ draws: [item, ...draws], chance: chance / items.length })),
  );
}

/** The mean of E after each draw, of E where it first reaches `line` (else at the end), and the chance that it ever does. */
function worth<T>(paths: readonly Path<T>[], start: () => Evidence<T>, line: number) {
  const means: number[] = [];
  let [stopped, reached] = [0, 0];
  for (const { draws, chance } of paths) {
    const evidence = start();
    let stop: number | null = null;
    for (const [at, draw] of draws.entries()) {
      evidence.add(draw);
      means[at] = (means[at] ?? 0) + chance * Math.exp(evidence.logE);
      if (stop === null && evidence.logE >= Math.log(line)) stop = evidence.logE;
    }
    stopped += chance * Math.exp(stop ?? evidence.logE);
    if (stop !== null) reached += chance;
  }
  return { means, stopped, reached };
}

function expectNoGain<T>(paths: readonly Path<T>[], start: () => Evidence<T>): void {
  for (const line of [1.2, 2, 5]) {
    const { means, stopped, reached } = worth(paths, start, line);
    for (const mean of means) expect(mean).toBeLessThanOrEqual(1 + 1e-9);
    // Infinity is evidence too: a null that is refuted for certain while it holds would show here.
    expect(stopped).toBeLessThanOrEqual(1 + 1e-9);
    expect(reached).toBeLessThanOrEqual(1 / line + 1e-9);
  }
}

function binomial(n: number, share: number): number[] {
  let ways = 1;
  return Array.from({ length: n + 1 }, (_, k) => {
    if (k > 0) ways *= (n - k + 1) / k;
    return ways * share ** k * (1 - share) ** (n - k);
  });
}

describe.each([0.5, 0.8, 0.95])("counts against the share %d", (share) => {
  const mean = (n: number, truth: number, logE: (matches: number, misses: number) => number) =>
    binomial(n, truth).reduce((sum, chance, matches) => sum + chance * Math.exp(logE(matches, n - matches)), 0);

  test.each([1, 2, 7, 40])("are worth 1 at the line and less beyond it, after %d cases", (n) => {
    const up = (matches: number, misses: number) => eBernoulli({ matches, misses, share });
    const down = (matches: number, misses: number) => eBernoulliDemote({ matches, misses, share });
    const beta = (matches: number, misses: number) => eTruncBeta({ matches, misses, share });
    for (const logE of [up, down, beta]) expect(mean(n, share, logE)).toBeCloseTo(1, 9);
    for (const logE of [up, beta]) expect(mean(n, share - 0.04, logE)).toBeLessThan(1);
    expect(mean(n, share + 0.04, down)).toBeLessThan(1);
  });

  test("promote falsely in less than 5 % of runs, looked at after each of 2,000 cases", () => {
    const { probability } = promoteProbability({ matches: 0, misses: 0, remaining: 2000, rate: share, share });
    expect(probability > 0.03 && probability <= 0.05).toBe(true);
  });
});

const values = fc.uniqueArray(fc.constantFrom<number[]>(0, 0.25, 0.5, 1, 2.5), { minLength: 2, maxLength: 3 });
const parts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 });

/** Some kinds, each with its probability. */
function law<T>(kinds: readonly T[], weights: readonly number[]): (readonly [T, number])[] {
  const used = weights.slice(0, kinds.length);
  const total = used.reduce((sum, weight) => sum + weight, 0);
  return kinds.map((kind, at) => [kind, (used[at] ?? 0) / total]);
}

describe("a sequence of values", () => {
  test("drawn independently is worth 1 at its mean and at most 1 above it, whenever one stops", () => {
    fc.assert(
      fc.property(values, parts, fc.constantFrom(P_GRID, D_GRID), (kinds, weights, grid) => {
        const draws = law(kinds, weights);
        const mean = draws.reduce((sum, [value, part]) => sum + value * part, 0);
        const paths = independent(draws, 5);
        for (const value of worth(paths, () => new ESequence({ mean }, grid), 2).means) expect(value).toBeCloseTo(1, 9);
        expectNoGain(paths, () => new ESequence({ mean }, grid));
        expectNoGain(paths, () => new ESequence({ mean: mean * 1.1 }, grid));
      }),
      { seed: 51, numRuns: 40 },
    );
  });

  test("drawn without replacement is worth at most 1 at its total and above it, whenever one stops", () => {
    const items = fc.array(fc.constantFrom<number[]>(0, 0.25, 0.5, 1, 2.5), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(items, fc.constantFrom(P_GRID, D_GRID), (all, grid) => {
        const total = all.reduce((sum, value) => sum + value, 0);
        const paths = orders(all);
        expectNoGain(paths, () => new ESequence({ cases: all.length, total }, grid));
        expectNoGain(paths, () => new ESequence({ cases: all.length, total: total + 0.5 }, grid));
      }),
      { seed: 52, numRuns: 60 },
    );
  });
});

describe("clusters", () => {
  const kind = fc.integer({ min: 1, max: 3 }).chain((size) => fc.record({ matches: fc.nat(size), size: fc.constant(size) }));
  const kinds = fc.uniqueArray(kind, {
    minLength: 2,
    maxLength: 4,
    selector: ({ matches, size }) => `${matches} of ${size}`,
  });

  test.each<[string, ClusterUnit, (cluster: Cluster) => readonly [number, number]]>([
    ["cluster", { per: "cluster" }, ({ matches, size }) => [matches / size, 1]],
    ["decision", { per: "decision", cap: 3 }, ({ matches, size }) => [matches, size]],
    ["decision, below a roomy cap,", { per: "decision", cap: 8 }, ({ matches, size }) => [matches, size]],
  ])("per %s are worth 1 at the rate, however sizes and matches go together, and at most 1 above it", (_, unit, rateOf) => {
    fc.assert(
      fc.property(kinds, parts, (seen, weights) => {
        const draws = law(seen, weights);
        const mean = (part: 0 | 1) => draws.reduce((sum, [cluster, chance]) => sum + chance * rateOf(cluster)[part], 0);
        const share = mean(0) / mean(1);
        fc.pre(share > 0 && share < 1);
        const paths = independent(draws, 4);
        for (const value of worth(paths, () => new ClusterE(share, unit), 2).means) expect(value).toBeCloseTo(1, 9);
        expectNoGain(paths, () => new ClusterE(share, unit));
        expectNoGain(paths, () => new ClusterE((share + 1) / 2, unit));
      }),
      { seed: 53, numRuns: 60 },
    );
  });
});

test("the audit of a judge is worth at most 1, in any order of any five cases that fall short of the share", () => {
  const kinds = [true, false].flatMap((judge) => [true, false].map((human) => ({ judge, human })));
  const datasets = (n: number, from = 0): { judge: boolean; human: boolean }[][] =>
    n === 0 ? [[]] : kinds.slice(from).flatMap((kind, at) => datasets(n - 1, from + at).map((rest) => [kind, ...rest]));
  let checked = 0;
  for (const share of [0.6, 0.8, 1]) {
    for (const cases of datasets(5)) {
      if (cases.filter((one) => one.human).length >= matchesNeeded(share, 5)) continue;
      const judgeMatches = cases.filter((one) => one.judge).length;
      expectNoGain(orders(cases), () => new JudgeAuditE({ cases: 5, judgeMatches, share }));
      checked += 1;
    }
  }
  // 28, 40 and 50 of the 56 datasets that differ hold too few matches.
  expect(checked).toBe(118);
});

test.each(["sr", "cusum"] as const)(
  "the %s detector is worth no more than the nights it watched, while the rate holds",
  (kind) => {
    for (const [truth, atMost] of [
      [0.7, 1],
      [0.8, 0.999],
    ] as const) {
      const night = binomial(2, truth).map((chance, matches) => [{ matches, misses: 2 - matches }, chance] as const);
      for (const nights of [1, 3, 5]) {
        const mean = independent(night, nights).reduce((sum, { draws, chance }) => {
          const detector = new EDetector({ share: 0.7, nights: 100, kind });
          for (const draw of draws) detector.add(draw);
          return sum + chance * Math.exp(detector.logM);
        }, 0);
        expect(mean).toBeLessThanOrEqual(nights * atMost + 1e-9);
        if (kind === "sr" && truth === 0.7) expect(mean).toBeCloseTo(nights, 9);
      }
    }
  },
);
