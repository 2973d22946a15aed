import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gateReport } from "./gateReport.ts";
import { fullest } from "./testing/fullest.ts";
import { sampleBook } from "./testing/sampleBook.ts";
import { sampleGoverned } from "./testing/sampleGoverned.ts";
import { sampleJudgement } from "./testing/sampleJudgement.ts";

/** Words that promise more than evidence can, or that mean something else to every second reader. */
const BANNED = /\b(accuracy|significant(ly)?|p-values?|95% probability that|safe(ly|ty)?|proven|autonomous(ly)?|AI says)\b/gi;

const root = join(import.meta.dirname, "..");
const textOf = (file: string) => readFileSync(join(root, file), "utf8");
const without = (text: string, ...parts: readonly RegExp[]) => parts.reduce((rest, part) => rest.replaceAll(part, " "), text);
const bannedIn = (text: string) =>
  [...text.matchAll(BANNED)].map(({ 0: word, index }) => text.slice(Math.max(0, index - 40), index + word.length + 20));

test("the catalogue, the criteria and the templates use no banned word", () => {
  const files = globSync(["harness/sentences/*.ts", "harness/criteria/*.ts", "reports/templates/**/*.hbs", "reports/view/*.ts"], {
    cwd: root,
  });
  const said = files
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => bannedIn(without(textOf(file), /\/\*[\s\S]*?\*\//g, /^\s*\/\/.*$/gm)).map((found) => `${file}: ${found}`));
  expect(files.length).toBeGreaterThan(50);
  expect(said).toEqual([]);
});

test.each([
  ["five types", sampleJudgement({ cases: 300 })],
  ["no type", sampleJudgement({ types: 0, cases: 0 })],
  ["many types", sampleJudgement({ types: 40, cases: 300 })],
  ["governed types", sampleGoverned({ cases: 300 })],
  ["everything", fullest(sampleGoverned({ cases: 300 }))],
])("a page of %s uses no banned word of its own", (_, judgement) => {
  // Rungs are called what their ladder calls them, which is not ours to choose.
  const rungs = judgement.ladder.rungs.map((rung) => ({ ...rung, name: `rung ${rung.id}` }));
  const page = gateReport({ ...judgement, ladder: { ...judgement.ladder, rungs } }, sampleBook({ cases: 20 }));
  const body = without(page, /<(style|script)\b[\s\S]*?<\/\1>/g);
  expect(body.length).toBeGreaterThan(2_000);
  expect(bannedIn(body)).toEqual([]);
});
