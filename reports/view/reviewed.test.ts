import { describe, expect, test } from "vitest";
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
        /^Of 354 disagreements that people judged without knowing which was the agent’s, .* in 180, and not in 164;/,
      ),
      chart: { headline: expect.stringContaining("least often in “Tag a ticket”: 34 of 70") },
    });
  });

  test("says that nobody has reviewed anything", () => {
    expect(reviewedView(judgement, types)).toMatchObject({ logs: null, none: expect.stringContaining("Nobody has reviewed") });
  });

  test("prints no rate in large type below 30, and none for nothing", () => {
    expect(trustOf({}, "The agent was told apart")).toMatchObject({ big: "14 of 26", small: true });
    expect(trustOf({ guessed: { ...none, unsure: 0 } }, "The agent was told apart")).toMatchObject({ big: "not known" });
    const never = trustOf({ guessed: { k: 0, n: 40, low: 0, high: 0.09, unsure: 0 } }, "The agent was told apart");
    expect(JSON.stringify(never?.big)).not.toContain("0%");
  });

  test("warns where reviewers could tell the sides apart", () => {
    const more = (low: number, high: number) =>
      trustOf({ guessed: { k: 60, n: 80, low, high, unsure: 0 } }, "The agent was told apart")?.more;
    expect(more(0.64, 0.85)).toContain("could tell the sides apart");
    expect(more(0.44, 0.85)).toContain("could not be shown to look different");
  });
});
