import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Case, parseCase } from "../case.ts";
import { EarnestError } from "../errors.ts";
import { ShareCount } from "../evidence/shareCount.ts";
import type { ShareEvidence } from "../evidence.ts";
import { weightedMean } from "../stats/weightedMean.ts";
import type { Mix } from "./defineDataset.ts";
import { WeightCount, type Weights, weightOf } from "./weights.ts";

function caseOf(id: string, weight: number, slices: Record<string, string> = {}): Case {
  const parsed = parseCase({ id, input: id, decisions: [{ actions: [] }], weight, slices });
  if ("case" in parsed) return parsed.case;
  throw new Error("not a case");
}

function weightsOf(cases: readonly Case[], mix?: Mix): Weights | null {
  const count = new WeightCount(mix);
  for (const one of cases) count.add(one);
  return count.weights("desk");
}

function refusal(work: () => unknown): EarnestError {
  try {
    work();
  } catch (error) {
    if (error instanceof EarnestError) return error;
  }
  throw new Error("expected an EarnestError");
}

const byKind = (counts: Record<string, number>, weight = 1): Case[] =>
  Object.entries(counts).flatMap(([kind, n]) => Array.from({ length: n }, (_, i) => caseOf(`${kind}-${i}`, weight, { kind })));

describe("weights of cases", () => {
  test("are null when all weigh one, and otherwise from the smallest to the largest", () => {
    expect(weightsOf([1, 1, 1].map((weight, i) => caseOf(`${i}`, weight)))).toBeNull();
    expect(weightsOf([3, 3].map((weight, i) => caseOf(`${i}`, weight)))).toEqual({ smallest: 3, largest: 3, mix: null });
    expect(weightsOf([3, 0.5, 3].map((weight, i) => caseOf(`${i}`, weight)))).toEqual({ smallest: 0.5, largest: 3, mix: null });
  });

  test("of more than 100 kinds come from no design, and are refused", () => {
    const kinds = (n: number) => Array.from({ length: n }, (_, i) => caseOf(`${i}`, 1 + i / 1000));
    expect(weightsOf(kinds(100))).toMatchObject({ smallest: 1, largest: 1.099 });
    expect(refusal(() => weightsOf(kinds(101)))).toMatchObject({ code: "CASES_INVALID", next: expect.any(String) as string });
  });

  test("that are no weights are bad rows", () => {
    const row = (weight: unknown) => parseCase({ id: "a", input: 1, decisions: [{ actions: [] }], weight });
    for (const weight of [0, -1, "2", null, Number.NaN, Infinity])
      expect(row(weight), `${weight}`).toMatchObject({ faults: [{ path: ["weight"] }] });
    // Beyond these a sum of weights would lose the light cases.
    for (const weight of [9e-7, 1.1e6]) expect(row(weight), `${weight}`).toMatchObject({ faults: [{ path: ["weight"] }] });
    for (const weight of [1e-6, 0.25, 1e6]) expect(row(weight)).toMatchObject({ case: { weight } });
  });
});

describe("the mix of production", () => {
  const mix: Mix = { slice: "kind", shares: { common: 0.9, rare: 0.1 } };

  test("gives each part the weight of its share in production over its share here, by hand", () => {
    // 25 of 100 are common but 90 % in production: each counts 3.6 times; 75 are rare but 10 %: 0.1333 times.
    const found = weightsOf(byKind({ common: 25, rare: 75 }), mix);
    expect(found?.mix?.slice).toBe("kind");
    expect(found?.mix?.strata).toEqual([
      { value: "common", cases: 25, share: 0.9, weight: 3.6 },
      { value: "rare", cases: 75, share: 0.1, weight: 10 / 75 },
    ]);
    expect([found?.smallest, found?.largest]).toEqual([10 / 75, 3.6]);
  });

  test("that is the dataset's own changes nothing", () => {
    const found = weightsOf(byKind({ common: 90, rare: 10 }), mix);
    for (const { weight } of found?.mix?.strata ?? expect.fail("no mix")) expect(weight).toBeCloseTo(1, 12);
    const path = Array.from({ length: 100 }, (_, i) => i % 7 !== 3);
    const own = shareOf(
      path,
      path.map((_, i) => found?.mix?.strata[i < 90 ? 0 : 1]?.weight ?? 0),
    );
    const plain = shareOf(path);
    expect(own.low).toBeCloseTo(plain.low, 9);
    expect(own.high).toBeCloseTo(plain.high, 9);
    expect(own.rate).toBeCloseTo(plain.rate ?? 0, 12);
  });

  test("comes on top of the weights of the cases", () => {
    const cases = [...byKind({ common: 25, rare: 74 }), caseOf("heavy", 5, { kind: "rare" })];
    // By weight 25 of 104 are common, and 79 rare; production has 90 % and 10 %.
    const found = weightsOf(cases, mix);
    expect(found?.largest).toBeCloseTo((0.9 * 104) / 25, 12);
    expect(found?.smallest).toBeCloseTo((0.1 * 104) / 79, 12);
    if (found === null) throw new Error("no weights");
    const by = Object.groupBy(cases, (one) => one.slices["kind"] ?? "");
    const sum = (some: readonly Case[] = []) => some.reduce((total, one) => total + weightOf(found)(one), 0);
    expect(sum(by["common"]) / sum(cases)).toBeCloseTo(0.9, 12);
    const heavier = [...byKind({ common: 24, rare: 75 }), caseOf("heavy", 5, { kind: "common" })];
    expect(weightsOf(heavier, mix)?.largest).toBeCloseTo((5 * 0.9 * 104) / 29, 12);
  });

  test("with a part that no case shows, or a case in no part, is refused, and names it", () => {
    expect(refusal(() => weightsOf(byKind({ common: 25 }), mix))).toMatchObject({
      code: "CASES_INVALID",
      message: "desk: no case has kind = rare, which is 10% of production",
    });
    expect(refusal(() => weightsOf(byKind({ common: 25, rare: 5, odd: 1 }), mix)).message).toContain(
      "case odd-0 (odd) has a kind that",
    );
    expect(refusal(() => weightsOf([...byKind({ common: 2, rare: 2 }), caseOf("x", 1)], mix)).message).toContain("case x (none)");
    const proto = caseOf("p", 1, { kind: "constructor" });
    expect(refusal(() => weightsOf([...byKind({ common: 2, rare: 2 }), proto], mix)).message).toContain("case p (constructor)");
  });

  test("whose shares are no parts of one is refused before the first case", () => {
    for (const shares of [{ a: 0.5 }, { a: 0.5, b: 0.6 }, { a: 1, b: 0 }, { a: 1.5, b: -0.5 }, {}, { a: Number.NaN, b: 1 }]) {
      const refused = refusal(() => new WeightCount({ slice: "kind", shares: shares as Record<string, number> }));
      expect(refused.code, JSON.stringify(shares)).toBe("SUITE_BROKEN");
    }
    expect(() => new WeightCount({ slice: "kind", shares: { a: 1 / 3, b: 1 / 3, c: 1 / 3 } })).not.toThrow();
  });
});

function shareOf(path: readonly boolean[], weights?: readonly number[]): ShareEvidence {
  const count = new ShareCount({ lines: [{ line: 0.8, alpha: 0.05 }], weighted: weights !== undefined });
  const most = Math.max(...(weights ?? [1]));
  for (const [i, hit] of path.entries()) {
    count.add(hit, weights?.[i] ?? 1);
    count.close(most);
  }
  return count.evidence();
}

describe("a weighted share", () => {
  const paths = fc.array(fc.boolean(), { minLength: 1, maxLength: 80, size: "max" });
  const weights = fc.array(fc.constantFrom(0.5, 1, 4), { minLength: 80, maxLength: 80 });

  test("is the weight of the hits over all weight; plain counts stand beside it", () => {
    const share = shareOf([true, true, false, true], [1, 2, 4, 1]);
    expect(share).toMatchObject({ k: 3, n: 4, rate: 0.5, clusters: 4 });
    fc.assert(
      fc.property(paths, weights, (path, by) => {
        const found = shareOf(path, by);
        const wanted = weightedMean(path.map((hit, i) => ({ weight: by[i] as number, value: hit ? 1 : 0 })));
        expect(found.rate).toBeCloseTo(wanted.estimate as number, 12);
        expect(found.n).toBe(path.length);
        expect(found.effective).toBeLessThanOrEqual(path.length + 1e-9);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("all weights equal change no range; doubling all weights changes nothing", () => {
    fc.assert(
      fc.property(paths, weights, fc.constantFrom(0.1, 1, 3), (path, by, weight) => {
        const [plain, equal] = [
          shareOf(path),
          shareOf(
            path,
            path.map(() => weight),
          ),
        ];
        expect([equal.k, equal.n, equal.clusters, equal.contradicts]).toEqual([
          plain.k,
          plain.n,
          plain.clusters,
          plain.contradicts,
        ]);
        expect(equal.low).toBeCloseTo(plain.low, 9);
        expect(equal.high).toBeCloseTo(plain.high, 9);
        expect(equal.rate).toBeCloseTo(plain.rate ?? 0, 12);
        const doubled = shareOf(
          path,
          by.map((one) => 2 * one),
        );
        const once = shareOf(path, by);
        expect(doubled).toEqual({ ...once, most: 2 * once.most });
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("is never surer of a gate than as many plain cases", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), weights, (n, by) => {
        const path = Array.from({ length: n }, () => true);
        expect(shareOf(path, by).low).toBeLessThanOrEqual(shareOf(path).low + 1e-12);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
