import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import type { Pattern } from "../evidence.ts";
import { csBernoulli } from "../stats/csBernoulli.ts";
import { evidenceOf, type ShownShares, shareOf } from "./evidenceOf.ts";
import type { Criterion, Finding } from "./index.ts";
import { agreementAtLeast, coverageAtLeast, failuresAtMost, seriousAtMost } from "./index.ts";

/** Evidence in which `k` of `n` is what each criterion asks about. */
const asks: Record<string, { readonly of: (limit: number) => Criterion; readonly shown: (k: number, n: number) => ShownShares }> =
  {
    agreement: { of: agreementAtLeast, shown: (k, n) => ({ agreement: [k, n] }) },
    coverage: { of: coverageAtLeast, shown: (k, n) => ({ coverage: [k, n] }) },
    serious: { of: seriousAtMost, shown: (k, n) => ({ agreement: [n - k, n], harmless: [n - k, n] }) },
    failures: { of: failuresAtMost, shown: (k, n) => ({ answered: [n - k, n] }) },
  };
const judge = (name: string, limit: number, k: number, n: number): Finding => {
  const { of, shown } = asks[name] as (typeof asks)[string];
  const criterion = of(limit);
  return criterion.judge(evidenceOf(shown(k, n), [criterion]), "address changes");
};

describe("what is said", () => {
  test.each<[string, number, number, number, Finding["verdict"], string, string]>([
    [
      "agreement",
      0.95,
      4757,
      4812,
      "met",
      "With 95% confidence the agent agrees with the person in at least 98.3% of address changes; the gate asks for 95%.",
      "about 136 more disagreements in 4,812 cases.",
    ],
    [
      "agreement",
      0.95,
      824,
      962,
      "not-met",
      "With 95% confidence the agent agrees with the person in at most 89.0% of address changes; the gate asks for 95%.",
      "fewer disagreements.",
    ],
    [
      "agreement",
      0.95,
      203,
      214,
      "insufficient",
      "214 cases leave the match rate anywhere from 89.5% to 98.3%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
      "about 800 more cases, if the agent agrees in 97.5% of them. At today’s 94.8% no number of cases will do.",
    ],
    [
      "agreement",
      0.95,
      0,
      0,
      "insufficient",
      "The agent never proposed this, so these cases cannot say yes or no.",
      "about 520 more cases, if the agent agrees in 97.5% of them.",
    ],
    [
      "agreement",
      0.95,
      1,
      1,
      "insufficient",
      "1 case leaves the match rate anywhere from 3.3% to 100.0%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
      "about 77 more cases, if the agent agrees in all of them.",
    ],
    [
      "agreement",
      0.95,
      78,
      78,
      "met",
      "With 95% confidence the agent agrees with the person in at least 95.0% of address changes; the gate asks for 95%.",
      "1 more disagreement in 78 cases.",
    ],
    [
      "agreement",
      0.95,
      77,
      77,
      "insufficient",
      "77 cases leave the match rate anywhere from 94.9% to 100.0%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
      "about 1 more case, if the agent agrees in all of them.",
    ],
    [
      "agreement",
      0.95,
      97,
      100,
      "insufficient",
      "100 cases leave the match rate anywhere from 90.2% to 99.7%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
      "about 830 more cases, if the agent agrees in 97.0% of them.",
    ],
    [
      "coverage",
      0.5,
      700,
      1000,
      "met",
      "With 95% confidence the agent covers at least 64.6% of the address changes people made; the limit is 50%.",
      "about 141 more missed decisions in 1,000 cases.",
    ],
    [
      "coverage",
      0.5,
      300,
      1000,
      "not-met",
      "With 95% confidence the agent covers at most 34.8% of the address changes people made; the limit is 50%.",
      "fewer missed decisions; it covers 300 of 1,000.",
    ],
    [
      "coverage",
      0.5,
      1,
      1,
      "insufficient",
      "With 95% confidence the agent covers between 3.3% and 100.0% of the address changes people made. The limit, 50%, lies inside that range.",
      "about 5 more cases, if the agent covers all of them.",
    ],
    [
      "coverage",
      0.5,
      0,
      0,
      "insufficient",
      "No person took this action in these cases, so there is nothing to cover.",
      "about 31 more cases, if the agent covers 75% of them.",
    ],
    [
      "serious",
      0.01,
      0,
      400,
      "met",
      "No serious disagreement seen in 400 cases; with 95% confidence fewer than 0.99% of address changes. The limit is 1%.",
      "1 more serious disagreement in 400 cases.",
    ],
    [
      "serious",
      0.01,
      0,
      100,
      "insufficient",
      "No serious disagreement seen in 100 cases; with 95% confidence fewer than 3.88% of address changes. The limit, 1%, lies inside that range.",
      "about 300 more cases without a serious disagreement.",
    ],
    [
      "serious",
      0.01,
      3,
      1847,
      "met",
      "3 serious disagreements in 1,847 cases; with 95% confidence at most 0.55% of address changes. The limit is 1%.",
      "about 5 more serious disagreements in 1,847 cases.",
    ],
    [
      "serious",
      0.01,
      28,
      962,
      "not-met",
      "28 serious disagreements in 962 cases; with 95% confidence at least 1.54% of address changes. The limit is 1%.",
      "fewer serious disagreements; 28 in 962 cases are too many.",
    ],
    [
      "serious",
      0.01,
      1,
      200,
      "insufficient",
      "1 serious disagreement in 200 cases; with 95% confidence between 0.00% and 3.15% of address changes. The limit, 1%, lies inside that range.",
      "about 2,500 more cases, if at most 0.50% of them have a serious disagreement.",
    ],
    [
      "serious",
      0.01,
      0,
      0,
      "insufficient",
      "The agent never proposed this, so nothing serious could be seen or ruled out.",
      "about 2,700 more cases, if at most 0.50% of them have a serious disagreement.",
    ],
    [
      "serious",
      0,
      0,
      400,
      "insufficient",
      "No serious disagreement seen in 400 cases; with 95% confidence fewer than 0.99% of address changes. The limit, 0%, lies inside that range.",
      "no number of cases can show that there are none at all.",
    ],
    [
      "failures",
      0.02,
      2,
      1000,
      "met",
      "2 failures in 1,000 cases; with 95% confidence at most 0.85% of all cases. The limit is 2%.",
      "about 7 more failures in 1,000 cases.",
    ],
    [
      "failures",
      0.02,
      1,
      1,
      "insufficient",
      "1 failure in 1 case; with 95% confidence between 0.75% and 100.00% of all cases. The limit, 2%, lies inside that range.",
      "about 1,600 more cases, if at most 1.00% of them have a failure. At today’s 100.00% no number of cases will do.",
    ],
    [
      "failures",
      0.02,
      2,
      2,
      "not-met",
      "2 failures in 2 cases; with 95% confidence at least 6.51% of all cases. The limit is 2%.",
      "fewer failures; 2 in 2 cases are too many.",
    ],
    [
      "failures",
      1,
      2,
      10,
      "met",
      "2 failures in 10 cases; with 95% confidence at most 61.11% of all cases. The limit is 100%.",
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
    const asked = agreementAtLeast(0.95);
    const found = asked.judge({ ...evidenceOf({ agreement: [824, 962] }, [asked]), patterns }, "address changes");
    expect(found.change).toBe(`fewer disagreements; most often ${said} (71 of 138).`);
  });

  test("a rate that can never do is called by its name", () => {
    expect(judge("agreement", 0.95, 94, 100).change).toBe(
      "about 740 more cases, if the agent agrees in 97.5% of them. At today’s 94.0% no number of cases will do.",
    );
  });

  test.each([
    ["agreement", 0.95, 0, 0, "never proposed", "0 of 0"],
    ["agreement", 0.95, 4757, 4812, "at least 98.3%", "4,757 of 4,812"],
    ["coverage", 0.5, 1, 1, "3.3% to 100.0%", "1 of 1"],
    ["serious", 0.01, 0, 400, "at most 0.99%", "0 of 400"],
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
      { seed: 1, numRuns: 300 },
    );
  });
});

describe("the verdict", () => {
  const drawn = fc.nat({ max: 600 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));
  const limits = fc.constantFrom(0.01, 0.02, 0.05, 0.3, 0.5, 0.9, 0.95, 0.99);
  const names = fc.constantFrom(...Object.keys(asks));
  const isAtLeast = (name: string) => name === "agreement" || name === "coverage";

  test("is what the range says, and nothing without cases", () => {
    fc.assert(
      fc.property(names, limits, drawn, (name, limit, [k, n]) => {
        const { verdict, numbers } = judge(name, limit, k, n);
        const { low = Number.NaN, high = Number.NaN } = numbers;
        const [clear, lost] = isAtLeast(name) ? [low >= limit, high < limit] : [high <= limit, low > limit];
        expect(verdict).toBe(n === 0 ? "insufficient" : clear ? "met" : lost ? "not-met" : "insufficient");
        // The best of all looks is at least as sharp as this moment alone.
        const [matches, misses] = isAtLeast(name) ? [k, n - k] : [n - k, k];
        const now = csBernoulli(matches, misses);
        const [least, most] = isAtLeast(name) ? [now.low, now.high] : [1 - now.high, 1 - now.low];
        expect(low >= least - 1e-12 && high <= most + 1e-12).toBe(true);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("a range that touches the limit exactly is on its good side at the near end, undecided at the far end", () => {
    const { low = 0, high = 1 } = judge("agreement", 0.5, 90, 100).numbers;
    expect(judge("agreement", low, 90, 100).verdict).toBe("met");
    expect(judge("agreement", high, 90, 100).verdict).toBe("insufficient");
    expect(judge("coverage", low, 90, 100).verdict).toBe("met");
    expect(judge("coverage", high, 90, 100).verdict).toBe("insufficient");
  });

  const inOrder = (name: "agreement" | "coverage", floor: number, clusters: readonly (readonly boolean[])[], more = {}) => {
    const criterion = asks[name]?.of(floor) as Criterion;
    const nothing = evidenceOf({}, []);
    const shares = { ...nothing.shares, [name]: shareOf(clusters, { lines: [{ line: floor, alpha: 0.05 }], ...more }) };
    return { found: criterion.judge({ ...nothing, shares }, "address changes"), share: shares[name] };
  };
  const rank = { "not-met": 0, insufficient: 1, met: 2 };
  /** Clusters of cases at some rate, perhaps behind a stretch of luck, so that what was shown early may not be borne out. */
  const rated = (size: fc.Arbitrary<number>) =>
    fc
      .tuple(
        fc.constantFrom(0, 0, 20, 80),
        fc.constantFrom(0.3, 0.5, 0.9, 0.95, 0.99, 1),
        fc.array(
          size.chain((n) => fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n })),
          { minLength: 1, maxLength: 150, size: "max" },
        ),
      )
      .map(([luck, rate, dice]) => [
        ...Array<boolean[]>(luck).fill([true]),
        ...dice.map((rolled) => rolled.map((die) => die < rate)),
      ]);
  const two = fc.constantFrom("agreement" as const, "coverage" as const);

  test.each([
    ["lone cases", fc.constant(1), {}],
    ["clusters", fc.constantFrom(1, 1, 1, 2, 3, 8), {}],
    ["clusters, of which there are larger ones still", fc.constantFrom(1, 1, 1, 2, 3, 8), { most: 20 }],
    ["clusters with a cap", fc.constantFrom(1, 1, 1, 2, 3, 8), { cap: 2 }],
  ])("one more mismatch in place of a match never opens a closed gate: %s", (_, size, more) => {
    fc.assert(
      fc.property(two, limits, rated(size), fc.nat(), fc.nat(), (name, floor, clusters, seed, inside) => {
        const at = seed % clusters.length;
        const cluster = clusters[at] ?? [];
        const turned = (hit: boolean) => clusters.with(at, cluster.with(inside % cluster.length, hit));
        const [better, worse] = [inOrder(name, floor, turned(true), more), inOrder(name, floor, turned(false), more)];
        expect(rank[worse.found.verdict]).toBeLessThanOrEqual(rank[better.found.verdict]);
        for (const end of ["low", "high"] as const) expect(worse.share[end]).toBeLessThanOrEqual(better.share[end] + 1e-12);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  test("one more mismatch beside the cases seen never opens a closed gate, in whatever cluster it is", () => {
    fc.assert(
      fc.property(two, limits, rated(fc.constantFrom(1, 1, 1, 2, 3, 8)), fc.nat(), (name, floor, clusters, seed) => {
        const at = seed % clusters.length;
        const more = { most: 9 };
        const [before, after] = [
          inOrder(name, floor, clusters, more),
          inOrder(name, floor, clusters.with(at, [...(clusters[at] ?? []), false]), more),
        ];
        expect(rank[after.found.verdict]).toBeLessThanOrEqual(rank[before.found.verdict]);
      }),
      { seed: 6, numRuns: 150 },
    );
  });

  test("stands with what was shown on the way, as long as the share seen does", () => {
    fc.assert(
      fc.property(two, limits, rated(fc.constantFrom(1, 1, 1, 2, 3, 8)), (name, floor, clusters) => {
        const { found, share } = inOrder(name, floor, clusters);
        const [{ above, below } = expect.fail("no line")] = share.lines;
        const [shown, refuted] = [above >= Math.log(20), below >= Math.log(20)];
        const rate = share.rate ?? 0;
        expect([rate >= share.low, rate <= share.high]).toEqual([true, true]);
        const expected =
          shown && !refuted && rate >= floor ? "met" : refuted && !shown && rate < floor ? "not-met" : "insufficient";
        expect(found.verdict).toBe(expected);
      }),
      { seed: 5, numRuns: 250 },
    );
  });

  test("an early stretch that the rest does not bear out stands until the share seen falls below the limit, and then says neither", () => {
    const stretch = (hits: number, misses: number, floor: number) =>
      inOrder(
        "agreement",
        floor,
        Array.from({ length: hits + misses }, (_, i) => [i < hits]),
      );
    // 80 of 80 showed 95 %; 80 of 84 are 95.2 %.
    expect(stretch(80, 4, 0.95).found).toMatchObject({ verdict: "met", change: "1 more disagreement in 84 cases." });
    const { found, share } = stretch(80, 5, 0.95);
    expect(share).toMatchObject({ low: 80 / 85, rate: 80 / 85, contradicts: false });
    expect(found).toMatchObject({
      verdict: "insufficient",
      fact: "94.1% to 99.0%",
      because:
        "85 cases leave the match rate anywhere from 94.1% to 99.0%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
    });
    // 200 of 200 showed more than half, and the rest by now showed less: both were shown once, so neither stands.
    const turned = stretch(200, 600, 0.5);
    expect(turned.share).toMatchObject({ rate: 0.25, contradicts: true });
    expect(turned.found.verdict).toBe("insufficient");
  });

  test("says what it would take from the very evidence it rests on", () => {
    fc.assert(
      fc.property(names, limits, drawn, (name, limit, [k, n]) => {
        const { verdict, numbers, change } = judge(name, limit, k, n);
        expect("room" in numbers).toBe(verdict === "met" && limit < 1);
        if (numbers["room"] !== undefined) expect(change).toContain(`${numbers["room"]} more`);
        if (numbers["more"] !== undefined)
          expect([verdict, change]).toEqual(["insufficient", expect.stringMatching(/^about [\d,]+ more case/)]);
        // The evidence reaches its level exactly where the range reaches the limit.
        if (n > 0) expect((numbers["p"] ?? 1) <= 0.05).toBe(verdict === "met");
      }),
      { seed: 4, numRuns: 300 },
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
