import { expect, test } from "vitest";
import { PAGE_OPTIONS } from "../pageOptions.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { ribbonSays } from "./ribbon.ts";

const whole = sampleJudgement();
const draft = { ...whole, run: { ...whole.run, rulesChanged: true } };
const by = { ...PAGE_OPTIONS, supersededBy: "GR-0151" };

test("a whole report has nothing above it", () => {
  expect(ribbonSays(whole, PAGE_OPTIONS)).toBe("");
});

test("a draft says why, also where a later report takes its place", () => {
  expect(ribbonSays(draft, PAGE_OPTIONS)).toMatch(/^Draft: the rules changed/);
  expect(ribbonSays(whole, by)).toBe("Superseded by GR-0151: read that report in place of this one.");
  expect(ribbonSays(draft, by)).toMatch(/^Superseded by GR-0151: .* Draft: the rules changed/);
});
