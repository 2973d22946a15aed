import { readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { Judgement } from "earnest";
import { expect, test } from "vitest";
import { jsonReport } from "./jsonReport.ts";
import { fullest } from "./testing/fullest.ts";
import { HOSTILE } from "./testing/hostile.ts";
import { sampleGoverned } from "./testing/sampleGoverned.ts";
import { sampleJudgement } from "./testing/sampleJudgement.ts";
import { schemaOf } from "./testing/schemaOf.ts";

const path = new URL("./judgement.schema.json", import.meta.url);
const text = `${JSON.stringify(schemaOf("harness/run/judgement.ts", "Judgement", sampleJudgement().schema), null, 2)}\n`;
if (process.env["EARNEST_UPDATE"] === "1") writeFileSync(path, text);
const published = readFileSync(path, "utf8");

test("the published JSON Schema of report.json is that of the type, version and all", () => {
  expect(published, "refresh it with EARNEST_UPDATE=1 npx vitest run reports/jsonSchema.test.ts").toBe(text);
});

const valid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(published));
const faultsIn = (given: unknown) =>
  valid(given) ? [] : (valid.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);

test.each([
  ["a sample", sampleJudgement()],
  ["one without cases", sampleJudgement({ types: 0, cases: 0 })],
  ["one with everything", fullest(sampleGoverned())],
  ["a hostile one", sampleGoverned({ plant: HOSTILE.join(" ") })],
] satisfies [string, Judgement][])("report.json of %s is what the schema says", (_, judgement) => {
  expect(faultsIn(JSON.parse(jsonReport(judgement)))).toEqual([]);
});

test("a member that is not in the schema, one that is missing, and another version are found", () => {
  const whole = JSON.parse(jsonReport(sampleJudgement())) as Record<string, unknown>;
  const { headline, ...rest } = whole;
  expect(faultsIn({ ...whole, extra: 1 })).toEqual([expect.stringContaining("additional properties")]);
  expect(faultsIn(rest)).toEqual([expect.stringContaining("'headline'")]);
  expect(faultsIn({ ...whole, schema: "earnest/judgement/1" })).toEqual([expect.stringContaining("/schema")]);
});
