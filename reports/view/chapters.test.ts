import type { Judgement, Verdict } from "earnest";
import { expect, test } from "vitest";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { changeView } from "./change.ts";
import { chaptersView } from "./chapters.ts";
import { typeViews } from "./typeView.ts";

const sample = sampleJudgement({ cases: 1000 });

/** The sample with its second type, a promotion, so many disagreements from another answer, and so many of its lookups not on record. */
function withRoom(room: number, unrecorded: number): Judgement {
  const types = sample.types.map((type, i) => {
    if (i !== 1) return type;
    const climb = type.decided.climb.map((finding, at) =>
      at === 0 ? { ...finding, numbers: { ...finding.numbers, room } } : finding,
    );
    return { ...type, decided: { ...type.decided, climb } };
  });
  const reads = { ...sample.reads, types: types.map(({ type }) => ({ type, cases: 1847, unrecorded })) };
  return { ...sample, types, reads, flow: { ...sample.flow, excluded: 0 } };
}

const factsOf = (judgement: Judgement) => chaptersView(judgement, typeViews(judgement)).chapters[1]?.facts ?? [];
const moreOf = (judgement: Judgement) => changeView(judgement, typeViews(judgement)).rows[1]?.more ?? [];

test("room to spare stands beside the cases in doubt, with a warning where they could use it up", () => {
  const [few, as] = [withRoom(18, 17), withRoom(18, 18)];
  expect(factsOf(few).find(({ term }) => term === "Room to spare")?.fact).toMatch(
    /^In these 1,847 cases, about 18 more disagreements/,
  );
  expect(factsOf(few).filter(({ warn }) => warn)).toEqual([]);
  expect(factsOf(few).find(({ term }) => term === "Cases in doubt")?.fact).toMatch(/^Fewer than that are in doubt: 17 cases/);
  expect(factsOf(as).filter(({ warn }) => warn)).toEqual([
    { term: "Warning: cases in doubt", fact: expect.stringMatching(/as many or more are in doubt.* 18 cases/), warn: true },
  ]);
  expect([moreOf(few), moreOf(as)]).toEqual([[], [expect.stringMatching(/as many or more are in doubt/)]]);
});

test("what evidence for the next rung could be luck is said where there is any, never of one that is lost", () => {
  const said = (verdict: Verdict) => {
    const types = sample.types.map((type) => ({ ...type, decided: { ...type.decided, verdict } }));
    return factsOf({ ...sample, types }).filter(({ term }) => term.startsWith("Could all this evidence for L4 be luck?")).length;
  };
  expect([said("promote"), said("demote")]).toEqual([1, 0]);
});

test("misses and hand-overs have lines of their own, so that handing over buys no high rate unseen", () => {
  const terms = factsOf(sample).map(({ term, fact }) => `${term}: ${fact}`);
  expect(terms).toContain("Missed: 41 of 1,847 that people did");
  expect(terms).toContain("Handed over, or declined: none of 1,847 that people did");
  expect(terms.filter((line) => line.startsWith("Range for one look, not used for the answer"))).toHaveLength(1);
});

test("that the agent never stated a confidence is said", () => {
  const types = sample.types.map((type) => ({ ...type, confidence: null }));
  const unsaid = chaptersView({ ...sample, types }, typeViews({ ...sample, types })).unsaid;
  expect(unsaid).toMatch(/^The agent never said how sure it was/);
});
