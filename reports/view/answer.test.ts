import { type Judgement, OUTCOMES, type Outcome } from "earnest";
import { expect, test } from "vitest";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { answerView } from "./answer.ts";
import { leftOutView } from "./leftOut.ts";
import { typeViews } from "./typeView.ts";

function tally(counts: Partial<Record<Outcome, number>>): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0])) as Record<Outcome, number>;
}

function viewOf(judgement: Judgement) {
  return answerView(judgement, typeViews(judgement));
}

/** The line about what people did, where their cases of the type came out so. */
function peopleLine(counts: Partial<Record<Outcome, number>>): string {
  const judgement = sampleJudgement({ types: 1 });
  const types = judgement.types.map((judged) => {
    const outcomes = tally(counts);
    const n = Object.values(outcomes).reduce((sum, k) => sum + k, 0);
    return { ...judged, evidence: { ...judged.evidence, decided: { n, matches: outcomes.match, outcomes } } };
  });
  const people = viewOf({ ...judgement, types }).rows[0]?.people ?? null;
  return people === null ? "" : `${people.head} ${people.what}`;
}

test("a row speaks of what people did only where the agent misses more than one in ten, and the parts add up", () => {
  expect(peopleLine({ match: 2539, type: 18, escalated: 744 })).toBe("");
  expect(peopleLine({ match: 90, missed: 10 })).toBe("");
  expect(peopleLine({ match: 89, missed: 11 })).toBe(
    "Of 100 that people did: 89 the same, 0 handed over, 0 different, 11 missed.",
  );
  expect(peopleLine({ match: 5, missed: 2, failed: 1, abstained: 4 })).toBe(
    "Of 12 that people did: 5 the same, 0 handed over, 4 without a proposal, 0 different, 2 missed, 1 failed.",
  );
  expect(peopleLine({})).toBe("");
});

test("the label of a range names a rate by weight, and the plain counts that do not give it", () => {
  const judgement = sampleJudgement({ types: 1 });
  const label = (rate?: number) => {
    const types = judgement.types.map((judged) => {
      const { agreement } = judged.evidence.shares;
      const shares = { ...judged.evidence.shares, agreement: { ...agreement, rate: rate ?? agreement.rate } };
      return { ...judged, evidence: { ...judged.evidence, shares } };
    });
    return viewOf({ ...judgement, types }).rows[0]?.label ?? "";
  };
  expect(label()).toMatch(/observed match rate [\d.]+%, 95% range .* to [\d.]+%, [\d,]+ of [\d,]+ cases/);
  expect(label(0.9)).toMatch(/match rate 90.0%, as the answer counts it, 95% range .*; [\d,]+ of [\d,]+ cases by plain count/);
});

test("the facts say how many action types there are and, if fewer, how many of them are asked about", () => {
  const judgement = sampleJudgement();
  const fact = (given: Judgement) => viewOf(given).facts.find(({ term }) => term === "Action types")?.fact;
  expect(fact(judgement)).toBe("5");
  const types = judgement.types.map((judged, i) =>
    i > 0 ? judged : { ...judged, decided: { ...judged.decided, verdict: "not_requested" as const } },
  );
  expect(fact({ ...judgement, types })).toBe("5, 4 asked about");
});

test("the facts are the same nine rows in the same order, whatever the run", () => {
  const terms = (given: Judgement) => viewOf(given).facts.map(({ term }) => term);
  expect(terms(sampleJudgement())).toHaveLength(9);
  expect(terms(sampleJudgement({ cases: 0, types: 0 }))).toEqual(terms(sampleJudgement()));
});

test("four things to know stand on the first page, the others unfold there", () => {
  const given = (n: number) => viewOf({ ...sampleJudgement(), caveats: Array.from({ length: n }, (_, i) => `Number ${i}.`) });
  expect(given(4).caveats).toMatchObject({ first: { length: 4 }, more: [] });
  expect(given(6).caveats.more).toEqual(["Number 4.", "Number 5."]);
});

test("what was judged is told apart as the case filter does", () => {
  const judgement = sampleJudgement();
  const outcomes = tally({ match: 3103, type: 28, escalated: 856 });
  const steps = leftOutView({ ...judgement, evidence: { ...judgement.evidence, outcomes } }).steps;
  expect(steps.at(-1)?.more).toBe("3,103 the same, 856 handed over, 28 different");
});
