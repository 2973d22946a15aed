import { expect, test } from "vitest";
import { jsonReport } from "./jsonReport.ts";
import { sampleJudgement } from "./testing/sampleJudgement.ts";

test("the whole judgement as JSON, with a line feed at the end", () => {
  const text = jsonReport(sampleJudgement());
  expect(JSON.parse(text)).toEqual(sampleJudgement());
  expect(text.endsWith("}\n")).toBe(true);
});
