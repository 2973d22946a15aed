import { expect, test } from "vitest";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { provenanceView } from "./provenance.ts";

test("the origin says each thing once", () => {
  const judgement = sampleJudgement();
  for (const digest of ["sha256:now", "sha256:then"]) {
    const { left, right } = provenanceView({
      ...judgement,
      suite: { ...judgement.suite, digest: "sha256:now" },
      run: { ...judgement.run, suite: { ...judgement.run.suite, digest } },
    });
    const all = [...left, ...right];
    const codes = all.flatMap(({ code }) => code ?? []);
    expect(new Set(all.map(({ term }) => term)).size).toBe(all.length);
    expect(codes.filter((code) => code === digest)).toHaveLength(1);
  }
});

test("where several runs count, the seed and the limit are said to be of the last", () => {
  const judgement = sampleJudgement();
  const [night] = judgement.runs as [(typeof judgement.runs)[number]];
  const run = { ...judgement.run, seed: 7, selection: { ...judgement.run.selection, limit: 50 } };
  const saidOf = (runs: typeof judgement.runs) => JSON.stringify(provenanceView({ ...judgement, run, runs }).right);
  expect(saidOf([night, night])).toMatch(/order of cases 7 \(of the last run\).*50 cases \(of the last run\)/);
  expect(saidOf([night])).not.toContain("of the last run");
});
