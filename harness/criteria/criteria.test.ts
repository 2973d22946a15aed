import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import type { Pattern, TypeEvidence } from "../evidence.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import type { Criterion, Finding } from "./index.ts";
import { agreementAtLeast, coverageAtLeast, failuresAtMost, seriousAtMost } from "./index.ts";

const tally = { match: 0, near: 0, params: 0, type: 0, overreach: 0, missed: 0, escalated: 0, abstained: 0, failed: 0 };
const side = (matches: number, n: number) => ({ n, matches, outcomes: { ...tally, match: matches, type: n - matches } });
const nothing: TypeEvidence = {
  type: "a",
  proposed: side(0, 0),
  decided: side(0, 0),
  serious: 0,
  failures: { n: 0, failed: 0 },
  patterns: [],
  worth: { agreement: 1, coverage: 1, serious: 1, failures: 1 },
};

/** Evidence in which `k` of `n` is what each criterion asks about. */
const asks: Record<string, { readonly of: (limit: number) => Criterion; readonly with: (k: number, n: number) => TypeEvidence }> =
  {
    agreement: { of: agreementAtLeast, with: (k, n) => ({ ...nothing, proposed: side(k, n) }) },
    coverage: { of: coverageAtLeast, with: (k, n) => ({ ...nothing, decided: side(k, n) }) },
    serious: { of: seriousAtMost, with: (k, n) => ({ ...nothing, proposed: side(n - k, n), serious: k }) },
    failures: { of: failuresAtMost, with: (k, n) => ({ ...nothing, failures: { n, failed: k } }) },
  };
const judge = (name: string, limit: number, k: number, n: number): Finding => {
  const { of, with: evidence } = asks[name] as (typeof asks)[string];
  return of(limit).judge(evidence(k, n), "address changes");
};

describe("what is said", () => {
  test.each<[string, number, number, number, Finding["verdict"], string, string]>([
    [
      "agreement",
      0.95,
      4757,
      4812,
      "met",
      "With 95% confidence the agent agrees with the person in at least 98.5% of address changes; the gate asks for 95%.",
      "156 more disagreements in 4,812 cases.",
    ],
    [
      "agreement",
      0.95,
      824,
      962,
      "not-met",
      "With 95% confidence the agent agrees with the person in at most 87.9% of address changes; the gate asks for 95%.",
      "fewer disagreements.",
    ],
    [
      "agreement",
      0.95,
      203,
      214,
      "insufficient",
      "214 cases leave the match rate anywhere from 90.9% to 97.5%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
      "about 495 more cases, if the agent agrees in 97.5% of them. At today’s 94.9% no number of cases will do.",
    ],
    [
      "agreement",
      0.95,
      0,
      0,
      "insufficient",
      "The agent never proposed this, so these cases cannot say yes or no.",
      "about 338 more cases, if the agent agrees in 97.5% of them.",
    ],
    [
      "agreement",
      0.95,
      1,
      1,
      "insufficient",
      "1 case leaves the match rate anywhere from 2.5% to 100.0%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
      "about 71 more cases, if the agent agrees in all of them.",
    ],
    [
      "agreement",
      0.95,
      72,
      72,
      "met",
      "With 95% confidence the agent agrees with the person in at least 95.0% of address changes; the gate asks for 95%.",
      "1 more disagreement in 72 cases.",
    ],
    [
      "coverage",
      0.5,
      700,
      1000,
      "met",
      "With 95% confidence the agent covers at least 67.0% of the address changes people made; the limit is 50%.",
      "169 more missed decisions in 1,000 cases.",
    ],
    [
      "coverage",
      0.5,
      300,
      1000,
      "not-met",
      "With 95% confidence the agent covers at most 33.0% of the address changes people made; the limit is 50%.",
      "fewer missed decisions; it covers 300 of 1,000.",
    ],
    [
      "coverage",
      0.5,
      1,
      1,
      "insufficient",
      "With 95% confidence the agent covers between 2.5% and 100.0% of the address changes people made. The limit, 50%, lies inside that range.",
      "about 5 more cases, if the agent covers all of them.",
    ],
    [
      "coverage",
      0.5,
      0,
      0,
      "insufficient",
      "No person took this action in these cases, so there is nothing to cover.",
      "about 20 more cases, if the agent covers 75% of them.",
    ],
    [
      "serious",
      0.01,
      0,
      400,
      "met",
      "No serious disagreement seen in 400 cases; with 95% confidence fewer than 0.92% of address changes. The limit is 1%.",
      "1 more serious disagreement in 400 cases.",
    ],
    [
      "serious",
      0.01,
      0,
      100,
      "insufficient",
      "No serious disagreement seen in 100 cases; with 95% confidence fewer than 3.63% of address changes. The limit, 1%, lies inside that range.",
      "about 268 more cases without a serious disagreement.",
    ],
    [
      "serious",
      0.01,
      3,
      1847,
      "met",
      "3 serious disagreements in 1,847 cases; with 95% confidence at most 0.48% of address changes. The limit is 1%.",
      "8 more serious disagreements in 1,847 cases.",
    ],
    [
      "serious",
      0.01,
      28,
      962,
      "not-met",
      "28 serious disagreements in 962 cases; with 95% confidence at least 1.94% of address changes. The limit is 1%.",
      "fewer serious disagreements; 28 in 962 cases are too many.",
    ],
    [
      "serious",
      0.01,
      1,
      200,
      "insufficient",
      "1 serious disagreement in 200 cases; with 95% confidence between 0.01% and 2.76% of address changes. The limit, 1%, lies inside that range.",
      "about 355 more cases without a serious disagreement.",
    ],
    [
      "serious",
      0.01,
      0,
      0,
      "insufficient",
      "The agent never proposed this, so nothing serious could be seen or ruled out.",
      "about 368 more cases without a serious disagreement.",
    ],
    [
      "serious",
      0,
      0,
      400,
      "insufficient",
      "No serious disagreement seen in 400 cases; with 95% confidence fewer than 0.92% of address changes. The limit, 0%, lies inside that range.",
      "no number of cases can show that there are none at all.",
    ],
    [
      "failures",
      0.02,
      2,
      1000,
      "met",
      "2 failures in 1,000 cases; with 95% confidence at most 0.73% of all cases. The limit is 2%.",
      "10 more failures in 1,000 cases.",
    ],
    [
      "failures",
      0.02,
      1,
      1,
      "not-met",
      "1 failure in 1 case; with 95% confidence at least 2.50% of all cases. The limit is 2%.",
      "fewer failures; 1 in 1 case is too many.",
    ],
    [
      "failures",
      1,
      2,
      10,
      "met",
      "2 failures in 10 cases; with 95% confidence at most 55.61% of all cases. The limit is 100%.",
      "nothing that these cases could show.",
    ],
  ])("%s %d: %d of %d is %s", (name, limit, k, n, verdict, because, change) => {
    expect(judge(name, limit, k, n)).toMatchObject({ verdict, because, change });
  });

  test.each<[Pick<Pattern, "decided" | "outcome">, string]>([
    [{ decided: "close", outcome: "type" }, "the person chose “close” instead"],
    [{ decided: "a", outcome: "params" }, "the person chose other details"],
    [{ decided: "a", outcome: "near" }, "only minor details were different"],
    [{ decided: "none", outcome: "overreach" }, "the person did nothing, or did less"],
    [{ decided: "escalate", outcome: "overreach" }, "the person handed the case over"],
    [{ decided: "a", outcome: "failed" }, "the proposal could not be used"],
  ])("the most frequent kind of disagreement, %o", (kind, said) => {
    const patterns = [{ ...kind, proposed: "a", n: 71 }];
    const found = agreementAtLeast(0.95).judge({ ...nothing, proposed: side(824, 962), patterns }, "address changes");
    expect(found.change).toBe(`fewer disagreements; most often ${said} (71 of 138).`);
  });

  test("a rate that can never do is called by its name", () => {
    expect(judge("agreement", 0.95, 94, 100).change).toBe(
      "about 464 more cases, if the agent agrees in 97.5% of them. At today’s 94.0% no number of cases will do.",
    );
  });

  test.each([
    ["agreement", 0.95, 0, 0, "never proposed", "0 of 0"],
    ["agreement", 0.95, 4757, 4812, "at least 98.5%", "4,757 of 4,812"],
    ["coverage", 0.5, 1, 1, "2.5% to 100.0%", "1 of 1"],
    ["serious", 0.01, 0, 400, "at most 0.92%", "0 of 400"],
    ["failures", 0.02, 0, 0, "no cases", "0 of 0"],
  ])("in a table cell: %s %d, %d of %d", (name, limit, k, n, fact, detail) => {
    expect(judge(name, limit, k, n)).toMatchObject({ fact, detail });
  });

  test("nothing that a page must not say", () => {
    const cases = fc.nat({ max: 400 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(asks)), fc.constantFrom(0.01, 0.05, 0.5, 0.95), cases, (name, limit, [k, n]) => {
        const { because, change, fact, question, ...rest } = judge(name, limit, k, n);
        for (const text of [because, change, fact, question, rest.limit]) {
          expect(text).not.toMatch(
            /undefined|NaN|Infinity|accuracy|significant|p-value|safe|proven|(?<![\d.])0(\.0+)?% of|\b1 cases/i,
          );
        }
        expect(because).toMatch(/^[A-Z0-9].*\.$/);
        expect(change).toMatch(/^[a-z0-9].*\.$/);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});

describe("the verdict", () => {
  const drawn = fc.nat({ max: 1200 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));
  const limits = fc.constantFrom(0.01, 0.02, 0.05, 0.3, 0.5, 0.9, 0.95, 0.99);
  const names = fc.constantFrom(...Object.keys(asks));
  const rank = { "not-met": 0, insufficient: 1, met: 2 };
  const isAtLeast = (name: string) => name === "agreement" || name === "coverage";

  test("is what the range says, and nothing without cases", () => {
    fc.assert(
      fc.property(names, limits, drawn, (name, limit, [k, n]) => {
        const { low, high } = clopperPearson(k, n);
        const [clear, lost] = isAtLeast(name) ? [low >= limit, high < limit] : [high <= limit, low > limit];
        expect(judge(name, limit, k, n).verdict).toBe(
          n === 0 ? "insufficient" : clear ? "met" : lost ? "not-met" : "insufficient",
        );
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  test("a range that touches the limit exactly is on its good side at the near end, undecided at the far end", () => {
    const { low, high } = clopperPearson(90, 100);
    expect(judge("agreement", low, 90, 100).verdict).toBe("met");
    expect(judge("agreement", high, 90, 100).verdict).toBe("insufficient");
    expect(judge("failures", high, 90, 100).verdict).toBe("met");
    expect(judge("failures", low, 90, 100).verdict).toBe("insufficient");
  });

  test("one worse is never better", () => {
    fc.assert(
      fc.property(names, limits, drawn, (name, limit, [k, n]) => {
        fc.pre(k < n);
        const [worse, better] = isAtLeast(name) ? [k, k + 1] : [k + 1, k];
        expect(rank[judge(name, limit, worse, n).verdict]).toBeLessThanOrEqual(rank[judge(name, limit, better, n).verdict]);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  test("the room it states is exact: one fewer still passes, that many does not", () => {
    fc.assert(
      fc.property(names, limits, drawn, (name, limit, [k, n]) => {
        const { room } = judge(name, limit, k, n).numbers;
        if (room === undefined) return;
        const worse = (by: number) => judge(name, limit, isAtLeast(name) ? k - by : k + by, n).verdict;
        expect([worse(room - 1), worse(room) === "met"]).toEqual(["met", false]);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  test("the cases it asks for are enough", () => {
    fc.assert(
      fc.property(names, limits, drawn, (name, limit, [k, n]) => {
        const { more, rate = 0 } = judge(name, limit, k, n).numbers;
        if (more === undefined) return;
        expect(judge(name, limit, k + Math.floor(more * rate), n + more).verdict).toBe("met");
        if (!isAtLeast(name)) expect(judge(name, limit, k, n + more - 1).verdict).not.toBe("met");
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});

test("a limit that is no share stops the suite, and says how to write it", () => {
  for (const { of } of Object.values(asks)) {
    for (const limit of [95, -0.1, Number.NaN, "0.95" as unknown as number, undefined as unknown as number]) {
      expect(() => of(limit)).toThrow(EarnestError);
    }
  }
  expect(() => agreementAtLeast(95)).toThrow("agreementAtLeast expects a share between 0 and 1, got 95");
  for (const floor of [0, 1]) expect(() => agreementAtLeast(floor)).toThrow(EarnestError);
});
