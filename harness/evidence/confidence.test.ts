import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparison, Outcome } from "../compare.ts";
import { brier } from "../stats/brier.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import { clusterSe } from "../stats/clusterSe.ts";
import { randomIndexes } from "../stats/random.ts";
import { ConfidenceCount } from "./confidence.ts";
import { THRESHOLD_PARAMS, type ThresholdParams } from "./confidenceUse.ts";

interface Given {
  readonly confidence?: number;
  readonly outcome?: Outcome;
  readonly type?: string;
}

function cellOf({ confidence, outcome = "match", type = "refund" }: Given, at = 0): Comparison {
  const acted = outcome === "missed" || outcome === "escalated" ? { decidedAction: at } : { proposedAction: at };
  return {
    decided: type,
    proposed: "proposedAction" in acted ? type : "none",
    outcome,
    ...acted,
    ...(confidence === undefined ? {} : { confidence }),
  };
}

/** Counts cases of one attempt; a cluster each unless named. */
function counted(cases: readonly (readonly Given[])[], clusters?: readonly string[], params?: ThresholdParams): ConfidenceCount {
  const count = new ConfidenceCount(params);
  for (const [i, cells] of cases.entries())
    count.add({ id: `${i}`, cluster: clusters?.[i] ?? `${i}`, attempts: [cells.map((cell, at) => cellOf(cell, at))] });
  return count;
}

const times = (n: number, given: Given): Given[][] => Array.from({ length: n }, () => [given]);
const use = (...given: Parameters<typeof counted>) => counted(...given).of("refund");

test("the range of all claims is as wide as their clusters make it", () => {
  const cases = Array.from({ length: 60 }, (_, i) => [
    { confidence: 0.9, outcome: i < 20 ? ("params" as const) : ("match" as const) },
  ]);
  const range = (found: ReturnType<typeof use>) => {
    const { low, high } = found?.calibration.overall ?? expect.fail("no claims");
    return { low, high };
  };
  expect(range(use(cases))).toEqual(clopperPearson(40, 60));
  const tens = cases.map((_, i) => `${Math.floor(i / 10)}`);
  const clustered = Array.from({ length: 6 }, (_, i) => ({ size: 10, matches: i < 2 ? 0 : 10 }));
  expect(clusterSe(clustered)).toMatchObject(range(use(cases, tens)));
  expect(range(use(cases, tens)).low).toBeLessThan(0.4);
});

describe("which cases make a claim", () => {
  test("a case claims the lowest confidence of its actions and matches only when all of them do", () => {
    const found = use([
      [{ confidence: 0.9 }, { confidence: 0.4, outcome: "params" }],
      [{ confidence: 0.7 }, { confidence: 0.8 }],
    ]);
    expect(found).toMatchObject({ n: 2, matches: 1, without: 0 });
    expect(found?.riskCoverage.points).toEqual([
      { threshold: 0.7, kept: 1, differ: 0 },
      { threshold: 0.4, kept: 2, differ: 1 },
    ]);
  });

  test("a minor difference is still a difference", () => {
    expect(use([[{ confidence: 0.9, outcome: "near" }]])).toMatchObject({ n: 1, matches: 0 });
  });

  test("a case in which one action carries no confidence is counted apart, and handed over by any threshold", () => {
    const found = use([[{ confidence: 0.9 }, {}], [{ confidence: 0.6 }]]);
    expect(found).toMatchObject({ n: 1, without: 1 });
    expect(use(times(3, {}))).toBeNull();
    expect(use([])).toBeNull();
  });

  test("each type has its own, and what the agent did not propose has none", () => {
    const count = counted([[{ confidence: 0.9 }, { confidence: 0.2, type: "tag" }, { confidence: 0.1, outcome: "missed" }]]);
    expect(count.of("refund")).toMatchObject({ n: 1, calibration: { overall: { meanConfidence: 0.9 } } });
    expect(count.of("tag")).toMatchObject({ n: 1, calibration: { overall: { meanConfidence: 0.2 } } });
    expect(count.of("other")).toBeNull();
  });

  test("handing over with a confidence is no claim to act", () => {
    const count = new ConfidenceCount();
    count.add({
      id: "a",
      cluster: "a",
      attempts: [[{ decided: "escalate", proposed: "escalate", outcome: "match", proposedAction: 0, confidence: 0.4 }]],
    });
    expect(count.of("escalate")).toBeNull();
  });

  test("only the first attempt votes", () => {
    const count = new ConfidenceCount();
    count.add({
      id: "a",
      cluster: "a",
      attempts: [[cellOf({ confidence: 0.9 })], [cellOf({ confidence: 0.1, outcome: "params" })]],
    });
    expect(count.of("refund")).toMatchObject({ n: 1, matches: 1, calibration: { overall: { meanConfidence: 0.9 } } });
    expect(() => count.add({ id: "b", cluster: "b", attempts: [] })).toThrow("case b has no attempt");
  });

  test("reading in between changes nothing", () => {
    const count = counted(times(5, { confidence: 0.9 }));
    expect(count.of("refund")).toEqual(count.of("refund"));
    count.add({ id: "z", cluster: "z", attempts: [[cellOf({ confidence: 0.3, outcome: "type" })]] });
    expect(count.of("refund")).toEqual(use([...times(5, { confidence: 0.9 }), [{ confidence: 0.3, outcome: "type" }]]));
  });
});

describe("the promised threshold", () => {
  test("is promised where both halves show it, with the cases of all confidences in the denominator", () => {
    const found = use([
      ...times(400, { confidence: 0.95 }),
      ...times(80, { confidence: 0.5, outcome: "params" }),
      ...times(20, {}),
    ]);
    expect(found?.threshold.promised).toEqual({ threshold: 0.6, kept: 400, differ: 0 });
    expect(found?.threshold.atMost).toBeLessThanOrEqual(0.02);
    expect(found?.says).toBe(
      "Act alone from a confidence of 0.6 on: at most 2% differ from the person’s decision (95% confidence); that keeps 80.0% of the cases in which it proposed this (400 of 500).",
    );
  });

  test("counts a cluster once, by one claim that its place in the cluster has no part in", () => {
    const cases = Array.from({ length: 1200 }, (_, i): Given[] => [
      { confidence: 0.95, outcome: i % 3 === 0 ? "match" : "params" },
    ]);
    const found = use(
      cases,
      cases.map((_, i) => `${Math.floor(i / 3)}`),
    );
    const last = found?.threshold.table.at(-1);
    expect(last).toMatchObject({ kept: 1200, differ: 800, choosing: { n: 200 }, confirming: { n: 200 } });
    // The first of each three matches; of claims drawn among all three, two thirds of 200 differ, and never 100 or 167 by luck (5 standard errors).
    expect(last?.choosing.errors).toBeGreaterThan(100);
    expect(last?.choosing.errors).toBeLessThan(167);
    // A case without a confidence does not use up its cluster.
    expect(use([[{}], [{ confidence: 0.9 }]], ["a", "a"])?.threshold.table.at(-1)?.choosing.n).toBe(1);
  });

  test("is not given where all that would be kept does not bear it, though one claim of each cluster does", () => {
    // One cluster of a hundred misses is one claim of 1,201, and 100 of the 1,300 cases.
    const cases = [...times(1200, { confidence: 0.95 }), ...times(100, { confidence: 0.95, outcome: "params" })];
    const threshold = use(
      cases,
      cases.map((_, i) => (i < 1200 ? `${i}` : "large")),
    )?.threshold;
    expect(threshold?.chosen).not.toBeNull();
    expect(threshold?.table.at(-1)).toMatchObject({ kept: 1300, differ: 100 });
    expect(threshold).toMatchObject({ promised: null, atMost: null });
  });

  test("is not given for a share by weight", () => {
    const weighing = (weights: readonly number[]) => {
      const count = new ConfidenceCount();
      for (let i = 0; i < 500; i++) {
        const weight = weights[i % weights.length] as number;
        count.add({ id: `${i}`, cluster: `${i}`, weight, attempts: [[cellOf({ confidence: 0.95 })]] });
      }
      return count.of("refund");
    };
    expect(weighing([1])?.threshold.promised).toMatchObject({ kept: 500, differ: 0 });
    expect(weighing([1, 2])).toMatchObject({
      n: 500,
      threshold: { promised: null },
      says: "Cases weigh differently here, and no threshold can be promised for a share by weight.",
    });
  });

  test("none: says what it would take, at least", () => {
    const one = use(times(1, { confidence: 0.9 }));
    expect(one).toMatchObject({ n: 1, threshold: { promised: null, atMost: null, chosen: null, oneLook: null } });
    expect(one?.says).toBe(
      "Hand every case over: no threshold shows yet that at most 2% differ from the person’s decision. It takes at least 391 more cases, all of them the same as the person’s; so far 0 of 1 such cases differ.",
    );
    const short = use(times(300, { confidence: 0.9 }));
    expect(short?.threshold.missing?.cases).toBe(92);
    expect(use(times(392, { confidence: 0.9 }))?.threshold.promised).toMatchObject({ threshold: 0, kept: 392 });
  });

  test("none: names the threshold that is nearest, and counts a cluster once there too", () => {
    const cases = [...times(600, { confidence: 0.97 }), ...times(300, { confidence: 0.6, outcome: "params" })];
    const found = use(
      cases,
      cases.map((_, i) => `${Math.floor(i / 2)}`),
    );
    expect(found?.says).toContain(
      "It takes at least 92 more cases at 0.7 or above, one of each cluster and all the same as the person’s; so far 0 of 300 such cases differ.",
    );
  });

  test("all wrong, all certain, and all doubtful have their numbers", () => {
    const wrong = use(times(500, { confidence: 1, outcome: "overreach" }));
    expect(wrong).toMatchObject({
      matches: 0,
      brier: { brier: 1 },
      calibration: { error: 1, largest: 1 },
      threshold: { promised: null },
    });
    const sure = use(times(500, { confidence: 1 }));
    expect(sure).toMatchObject({ brier: { brier: 0 }, calibration: { error: 0 }, riskCoverage: { aurc: 0, excess: 0 } });
    // Confidence 0 is a confidence: the loosest threshold accepts it, all others do not.
    const doubtful = use(times(500, { confidence: 0 }));
    expect(doubtful).toMatchObject({ brier: { brier: 1 }, threshold: { promised: { threshold: 0, kept: 500 } } });
    expect(doubtful?.threshold.table.at(-2)?.kept).toBe(0);
    expect(JSON.parse(JSON.stringify(wrong))).toEqual(wrong);
  });

  test("one confidence for all is one bin and one point, and well calibrated when the share is right", () => {
    const cases = Array.from({ length: 1000 }, (_, i): Given[] => [
      { confidence: 0.9, outcome: i % 10 === 0 ? "type" : "match" },
    ]);
    const found = use(cases);
    expect(found?.calibration.error).toBeCloseTo(0, 12);
    expect(found?.calibration.bins).toHaveLength(1);
    expect(found?.riskCoverage.points).toEqual([{ threshold: 0.9, kept: 1000, differ: 100 }]);
  });

  test("bins that cut through equal confidences take them as they came, not matches first", () => {
    const [many, few] = [Array.from({ length: 900 }, () => 0.9), Array.from({ length: 100 }, (_, i) => 0.5 + (i % 10) / 100)];
    const found = use([...many, ...few].map((confidence, i) => [{ confidence, outcome: i % 10 === 0 ? "params" : "match" }]));
    const tied = found?.calibration.bins.filter(({ meanConfidence }) => Math.abs(meanConfidence - 0.9) < 1e-9) ?? [];
    expect(tied.length).toBeGreaterThan(5);
    for (const { agreement } of tied) expect(agreement).toBeCloseTo(0.9, 1);
  });

  test("keeps its promise through the public path: agents on the line, looked at every night", () => {
    const params = { eps: 0.1, delta: 0.1, thresholds: [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2, 0] };
    const draw = randomIndexes(99, 1000);
    const runs = 150;
    let broken = 0;
    let kept = 0;
    for (let run = 0; run < runs; run++) {
      const [onTheLine, good] = [new ConfidenceCount(params), new ConfidenceCount(params)];
      let promised = false;
      for (let night = 0, i = 0; night < 10; night++) {
        for (let one = 0; one < 50; one++, i++) {
          const confidence = draw() / 1000;
          const outcome = (share: number): Outcome => (draw() < 1000 * share ? "params" : "match");
          const add = (to: ConfidenceCount, share: number) =>
            to.add({ id: `${i}`, cluster: `${i}`, attempts: [[cellOf({ confidence, outcome: outcome(share) })]] });
          add(onTheLine, 0.1);
          add(good, confidence > 0.5 ? 0.02 : 0.4);
        }
        promised ||= onTheLine.of("refund")?.threshold.promised !== null;
      }
      if (promised) broken++;
      // Half of these cases differ in 2 % and the other half in 40 %: the promise is there for most, and never for all.
      const found = good.of("refund")?.threshold.promised ?? null;
      if (found !== null && found.threshold >= 0.4) kept++;
      expect(found?.threshold).not.toBe(0);
    }
    expect(broken / runs).toBeLessThanOrEqual(0.1);
    expect(kept / runs).toBeGreaterThan(0.9);
  });

  test("refuses params that cannot hold before the first case", () => {
    expect(() => new ConfidenceCount({ ...THRESHOLD_PARAMS, delta: 0.06 })).toThrow("at most 1 / delta");
    expect(() => new ConfidenceCount({ ...THRESHOLD_PARAMS, eps: 0 })).toThrow(RangeError);
  });
});

describe("the curve", () => {
  test("has at most 60 points, ends with all cases, and loses no mismatch, for any confidences", () => {
    const given = fc.record({
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      outcome: fc.constantFrom<Outcome>("match", "params", "overreach"),
    });
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 300 }), (cases) => {
        const found = use(cases.map((one) => [one]));
        const points = found?.riskCoverage.points ?? [];
        expect(points.length).toBeLessThanOrEqual(60);
        expect(points.at(-1)).toMatchObject({
          kept: cases.length,
          differ: cases.filter(({ outcome }) => outcome !== "match").length,
        });
        for (const { threshold, kept, differ } of points) {
          const above = cases.filter(({ confidence }) => confidence >= threshold);
          expect([kept, differ]).toEqual([above.length, above.filter(({ outcome }) => outcome !== "match").length]);
        }
        const claims = cases.map(({ confidence, outcome }) => ({ confidence, match: outcome === "match" }));
        expect(found?.brier.brier).toBeCloseTo(brier(claims)?.brier ?? -1, 12);
        expect(found?.calibration.bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(cases.length);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
