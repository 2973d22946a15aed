import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import { ShareCount } from "../evidence/shareCount.ts";
import type { HumanBaseline } from "../evidence/typeFacts.ts";
import { binomTail } from "../stats/binomTail.ts";
import { smallestWhole } from "../stats/bisect.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import { eBernoulli } from "../stats/eBernoulli.ts";
import { randomIndexes } from "../stats/random.ts";
import type { Criterion } from "./criterion.ts";
import { evidenceOf } from "./evidenceOf.ts";
import { failuresNoMoreThanPeople } from "./failuresNoMoreThanPeople.ts";

const people = { failures: 40, n: 1000, margin: 0.02 };
const judge = (failed: number, n: number, baseline = people) => {
  const criterion = failuresNoMoreThanPeople(baseline);
  return criterion.judge(evidenceOf({ answered: [n - failed, n] }, [criterion]), "decisions");
};
const asks = (criterion: Criterion) => criterion.asks as Required<NonNullable<Criterion["asks"]>>;

describe("against people", () => {
  test("the lines are the ends of people's exact range at 99.9% each, and the margin", () => {
    const { low, high } = clopperPearson(40, 1000, 0.998);
    expect([low, high].map((end) => end.toFixed(5))).toEqual(["0.02345", "0.06291"]);
    expect(asks(failuresNoMoreThanPeople(people))).toEqual({
      share: "answered",
      line: 1 - (low + 0.02),
      lost: 1 - (high + 0.02),
      alpha: 0.049,
    });
  });

  test("met: says both ends, and how much room is left", () => {
    expect(judge(10, 1000)).toMatchObject({
      verdict: "met",
      because: expect.stringMatching(
        /^With 95% confidence the agent fails no more often than people, the margin of 2 points included: it fails in at most 2\.\d\d% of all cases, and people in at least 2\.34% \(by itself 99\.9% confidence\)\.$/,
      ),
      detail: "10 of 1,000; people 40 of 1,000",
      change: "about 16 more failures in 1,000 cases.",
    });
    expect(judge(25, 1000).verdict).toBe("met");
    expect(judge(26, 1000).verdict).toBe("insufficient");
  });

  test("not met: only when shown to be worse", () => {
    const found = judge(120, 1000);
    expect(found.verdict).toBe("not-met");
    expect(found.because).toMatch(
      /^With 95% confidence the agent fails more often than people, the margin of 2 points included: it fails in at least \d\.\d\d% of all cases, and people in at most 6\.30% \(by itself 99\.9% confidence\)\.$/,
    );
    expect(found.change).toBe("fewer failures; 120 in 1,000 cases are too many.");
    expect(judge(60, 1000).verdict).toBe("insufficient");
  });

  test.each([
    [
      0,
      0,
      "No case was seen, so nothing can be said about failures.",
      /^about \d+ more cases, if at most 2\.17% of them fail\.$/,
    ],
    [
      0,
      1,
      /^No failure seen in 1 case: that leaves anything from 0\.00% to 96\.62% of all cases\. People fail in 2\.34% to 6\.30% \(99\.9% confidence at either end\); the margin of 2 points included, these cases cannot say yes or no\.$/,
      /^about \d+ more cases/,
    ],
    [1, 1, /^1 failure in 1 case: /, /^about \d+ more cases/],
  ])("open: %d of %d", (failed, n, because, change) => {
    const found = judge(failed, n);
    expect(found.verdict).toBe("insufficient");
    expect(found.because).toMatch(because);
    expect(found.change).toMatch(change);
    for (const number of Object.values(found.numbers)) expect(Number.isFinite(number)).toBe(true);
  });

  test("so many more cases do, if they go as said", () => {
    const { more = 0, rate = 0 } = judge(3, 60).numbers;
    expect(rate).toBeCloseTo((1 + asks(failuresNoMoreThanPeople(people)).line) / 2, 12);
    expect(judge(3 + Math.floor(more * (1 - rate)), 60 + more).verdict).toBe("met");
  });

  test("the difference of Miettinen and Nurminen stands beside it, without a say", () => {
    const { numbers } = judge(10, 1000);
    expect(numbers["difference"]).toBeCloseTo(-0.03, 12);
    expect(numbers["differenceLow"]).toBeLessThan(-0.03);
    expect(numbers["differenceHigh"]).toBeLessThan(0);
    // Looked at once the difference stays below the margin, and the answer is still open.
    expect(judge(40, 1000).numbers["differenceUpper"]).toBeLessThan(0.02);
    expect(judge(40, 1000).verdict).toBe("insufficient");
  });

  const drawn = fc.integer({ min: 0, max: 600 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));

  test("one more failure never opens a closed gate, nor does a smaller margin or a better person", () => {
    const order = { "not-met": 0, insufficient: 1, met: 2 };
    fc.assert(
      fc.property(drawn, ([failed, n]) => {
        const now = order[judge(failed, n).verdict];
        if (failed < n) expect(order[judge(failed + 1, n).verdict]).toBeLessThanOrEqual(now);
        for (const stricter of [
          { ...people, margin: 0.001 },
          { ...people, failures: 39, margin: 0.019 },
        ]) {
          expect(order[judge(failed, n, stricter).verdict]).toBeLessThanOrEqual(now);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test("what is said holds together: met lies below the line, not met above it", () => {
    fc.assert(
      fc.property(drawn, ([failed, n]) => {
        const { verdict, numbers } = judge(failed, n);
        const { low = 9, high = -9, pass = 9, fail = -9 } = numbers;
        expect(high <= pass + 1e-9).toBe(verdict === "met" || (verdict !== "not-met" && high <= pass + 1e-9));
        if (verdict === "not-met") expect(low).toBeGreaterThanOrEqual(fail - 1e-9);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test("an agent on the line that is looked at after every case passes in fewer than 1 of 20 runs", () => {
    const baseline = { failures: 100, n: 1000, margin: 0.02 };
    const next = randomIndexes(77, 1000);
    const draw = (perMille: number) => next() < perMille;
    let [passed, once] = [0, 0];
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const seen = Array.from({ length: 1000 }, () => draw(100)).filter(Boolean).length;
      const human = { ...baseline, failures: seen };
      const criterion = failuresNoMoreThanPeople(human);
      const { line, alpha } = asks(criterion);
      const answered = new ShareCount({ lines: [{ line, alpha }] });
      let failed = 0;
      for (let n = 1; n <= 1000; n++) {
        const fails = draw(120);
        if (fails) failed++;
        answered.add(!fails);
        answered.close();
      }
      // The most the evidence ever was decides, so one look at the end sees all looks before it.
      if ((answered.evidence().lines[0]?.above ?? 0) >= Math.log(1 / alpha)) passed++;
      if ((judge(failed, 1000, human).numbers["differenceUpper"] as number) < 0.02) once++;
    }
    // 5% is promised; seeing 20 of 200 would happen in fewer than 1 of 50 such tests if it were only just kept.
    expect(binomTail(20, runs, 0.05).atLeast).toBeLessThan(0.02);
    expect(passed).toBeLessThan(20);
    expect(once).toBeGreaterThan(0);
  });
});

describe("the chance of an answer", () => {
  /** What the criterion makes of so many failures in so many cases, looked at once: people's share is drawn anew each time. */
  const chanceOf = (failed: number, n: number, baseline: HumanBaseline): number => {
    const criterion = failuresNoMoreThanPeople(baseline);
    const { line, alpha } = asks(criterion);
    const above = Math.max(0, eBernoulli({ matches: n - failed, misses: failed, share: line }));
    const evidence = evidenceOf({}, []);
    const answered = { ...evidence.shares.answered, n, k: n - failed, rate: 1 - failed / n };
    const lines = [{ line, alpha, above, below: 0, now: above, room: null, least: null, more: null }];
    return criterion.judge({ ...evidence, shares: { ...evidence.shares, answered: { ...answered, lines } } }, "").numbers[
      "p"
    ] as number;
  };

  test.each([
    [0.06, 500, 0.02, 300],
    [0.06, 500, 0.02, 100_000],
    [0.1, 200, 0.02, 2000],
    [0.1, 200, 0.02, 1_000_000],
    [0.3, 60, 0.02, 1_000_000],
  ])("is one: people fail in %d, %i looked at, the agent %d more often, in %i cases", (share, cases, margin, n) => {
    const point = (k: number) =>
      Math.max(0, binomTail(k, cases, share).atMost - (k === 0 ? 0 : binomTail(k - 1, cases, share).atMost));
    for (const level of [0.0005, 0.001, 0.002, 0.01, 0.05]) {
      let wrong = 0;
      for (let failures = 1; failures < cases; failures++) {
        const chance = point(failures);
        const baseline = { failures, n: cases, margin: Math.min(margin, failures / cases / 2) };
        if (chance < 1e-9) continue;
        // The most failures of the agent that still give so small a chance.
        const first = smallestWhole((failed) => chanceOf(failed, n, baseline) > level, 0, n) ?? n + 1;
        wrong += first === 0 ? 0 : chance * binomTail(first - 1, n, share + margin).atMost;
      }
      expect(wrong).toBeLessThanOrEqual(level);
    }
  });

  test("never gets smaller than the chance that people's end is wrong", () => {
    expect(judge(0, 20_000).numbers["p"]).toBeCloseTo(0.001, 12);
    expect(judge(0, 0).numbers["p"]).toBe(1);
  });
});

describe("the criterion", () => {
  test("is plain data with a judge", () => {
    const criterion = failuresNoMoreThanPeople(people);
    expect(criterion).toMatchObject({
      name: "failuresNoMoreThanPeople",
      params: people,
      question: "Does it fail no more often than people?",
      limit: "People failed in 40 of 1,000 cases; at most 2 points more",
    });
    expect(criterion.judge(evidenceOf({ answered: [990, 1000] }, [criterion]), "refunds")).toMatchObject({
      verdict: "met",
      criterion: { params: people },
    });
  });

  test.each([
    [{ failures: 40, n: 1000, margin: 0.021 }, /at most 0\.02 /],
    [{ failures: 10, n: 1000, margin: 0.006 }, /at most 0\.005 /],
    [{ failures: 10, n: 1000, margin: 0 }, /above 0/],
    [{ failures: 10, n: 1000, margin: Number.NaN }, /above 0/],
    [{ failures: 0, n: 1000, margin: 0.001 }, /in none of 1000/],
    [{ failures: 0, n: 0, margin: 0.01 }, /0 of 0/],
    [{ failures: 5, n: 4, margin: 0.01 }, /5 of 4/],
    [{ failures: 1.5, n: 4, margin: 0.01 }, /1\.5 of 4/],
    [{ failures: 1_000_000, n: 1_000_000, margin: 0.02 }, /always fail/],
  ])("a suite with %o is refused", (baseline, message) => {
    expect(() => failuresNoMoreThanPeople(baseline)).toThrow(EarnestError);
    expect(() => failuresNoMoreThanPeople(baseline)).toThrow(message);
  });

  test("of people who nearly always fail no agent can be shown to fail more often", () => {
    const baseline = { failures: 49, n: 50, margin: 0.02 };
    expect(judge(300, 300, baseline).verdict).toBe("insufficient");
    expect(judge(0, 300, baseline).verdict).toBe("met");
  });

  test("half of how often people fail is allowed to the last bit", () => {
    expect(() => failuresNoMoreThanPeople({ failures: 3, n: 100, margin: 0.015 })).not.toThrow();
    expect(() => failuresNoMoreThanPeople({ failures: 7, n: 300, margin: 7 / 600 })).not.toThrow();
  });
});
