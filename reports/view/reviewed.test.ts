import { describe, expect, test } from "vitest";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { sampleReviewed } from "../testing/sampleReviewed.ts";
import { reviewedView } from "./reviewed.ts";
import { typeViews } from "./typeView.ts";

const judgement = sampleJudgement();
const types = typeViews(judgement);
const names = judgement.types.map(({ type }) => type);
const none = { k: 0, n: 0, low: 0, high: 1 };
const view = (more: Partial<ReturnType<typeof sampleReviewed>> = {}) =>
  reviewedView({ ...judgement, reviewed: { ...sampleReviewed(names), ...more } }, types);
const trustOf = (more: Parameters<typeof view>[0], term: string) => {
  const { trust } = view(more) as Extract<ReturnType<typeof view>, { trust: unknown }>;
  return trust.find((one) => one.term === term);
};

describe("what reviewers found", () => {
  test("says who was right of what was judged, and that it raises no rate", () => {
    expect(view()).toMatchObject({
      finding: expect.stringMatching(
        /^Of 354 disagreements that people judged without being told which was the agent’s, .* in 180, and not in 164;/,
      ),
      chart: { headline: expect.stringContaining("least often in “Tag a ticket”: 34 of 70") },
    });
  });

  test("says at least what runs that share cases leave out", () => {
    expect(view()).toMatchObject({ plan: expect.stringMatching(/: 41 more were not drawn.*; 3 differ/) });
    expect(view({ atLeast: true })).toMatchObject({
      plan: expect.stringMatching(/: at least 41 more were not drawn.*; at least 3 differ .*; at least 13 hold/),
    });
  });

  test("says that nobody has reviewed anything", () => {
    expect(reviewedView(judgement, types)).toMatchObject({ logs: null, none: expect.stringContaining("Nobody has reviewed") });
  });

  test("says what the suite's own file rules, and that it is no blind review", () => {
    const governed = sampleGoverned();
    const files = [{ name: "adjudications" as const, digest: "", records: 509 }];
    const found = reviewedView({ ...governed, reviewed: null, files }, typeViews(governed));
    expect(found).toMatchObject({ logs: null, none: expect.stringMatching(/^No blind review is on record/) });
    expect(found.adjudicated).toMatchObject({
      finding: expect.stringMatching(/^Of \d+ disagreements that it rules on, the agent’s decision stands in 0/),
      says: expect.stringMatching(/^The file holds 509 records; \d+ of \d+ disagreements have no ruling in it/),
    });
    const sums = found.adjudicated?.rows.map(({ cells }) => cells.slice(0, -1).map(Number));
    for (const cells of sums ?? []) expect(cells.slice(0, -1).reduce((total, n) => total + n, 0)).toBe(cells.at(-1));
  });

  test("prints no rate in large type below 30, and none for nothing", () => {
    expect(trustOf({}, "The agent was told apart")).toMatchObject({ big: "14 of 26", small: true });
    expect(trustOf({ guessed: { ...none, unsure: 0 } }, "The agent was told apart")).toMatchObject({ big: "not known" });
    const never = trustOf({ guessed: { k: 0, n: 40, low: 0, high: 0.09, unsure: 0 } }, "The agent was told apart");
    expect(JSON.stringify(never?.big)).not.toContain("0%");
  });

  test("says of less than 30 guesses nothing but that they are too few", () => {
    const few = trustOf({}, "The agent was told apart")?.more;
    expect(few).toContain("Fewer than 30 are too few to tell.");
    expect(few).not.toContain("could not be shown");
  });

  test("gives the answer without those who said to know", () => {
    const more = trustOf({ told: 1, untold: { behind: 40, judged: 90 } }, "The agent was told apart")?.more;
    expect(more).toContain("without it, they stand behind the agent in 40 of 90 disagreements.");
    expect(trustOf({ told: 0 }, "The agent was told apart")?.more).not.toContain("said to know");
  });

  test("warns where reviewers could tell the sides apart", () => {
    const more = (low: number, high: number) =>
      trustOf({ guessed: { k: 60, n: 80, low, high, unsure: 0 } }, "The agent was told apart")?.more;
    expect(more(0.64, 0.85)).toContain("could tell the sides apart");
    expect(more(0.44, 0.85)).toContain("could not be shown to look different");
  });
});
