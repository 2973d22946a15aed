import { expect, test } from "vitest";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { gatesMade, looksMade, modelsMade } from "./madeBy.ts";

const judgement = sampleJudgement();

test("whether the gates stood before the first case is told by the digest in the run's first record", () => {
  expect(gatesMade(judgement)[0]?.fact).toMatch(/^before the first case was replayed, on 2026-10-05 04:12 UTC/);
  const other = { ...judgement, run: { ...judgement.run, suite: { ...judgement.run.suite, digest: "another" } } };
  expect(gatesMade(other)[0]).toMatchObject({
    fact: expect.stringMatching(/^after the run began on 2026-10-05 04:12 UTC/),
    code: "another",
  });
});

test("runs of another version, and runs that count for nothing, are no nights", () => {
  const [run] = judgement.runs as [(typeof judgement.runs)[number]];
  const runs = [
    { ...run, startedAt: "2026-10-03T23:00:00Z" },
    { ...run, counted: 0, startedAt: "2026-10-04T01:00:00Z" },
    { ...run, otherVersion: true, startedAt: "2026-10-05T01:00:00Z" },
    { ...run, startedAt: "2026-10-06T01:00:00Z" },
    run,
  ];
  expect(looksMade({ ...judgement, runs }).fact).toMatch(/^3 runs on 3 days;/);
});

test("what is not known of models and money is said, not left out", () => {
  const [asked, sampled, cost] = modelsMade({ ...judgement, usage: null });
  expect([asked?.fact, sampled?.fact, cost?.fact]).toEqual([
    "none was seen",
    "no model was asked",
    "not known: the suite names no price",
  ]);
});
