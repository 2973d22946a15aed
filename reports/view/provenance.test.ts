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
