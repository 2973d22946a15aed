import type { Judgement } from "earnest";
import { expect, test } from "vitest";
import { junitReport } from "./junitReport.ts";
import { HOSTILE } from "./testing/hostile.ts";
import { sampleGoverned } from "./testing/sampleGoverned.ts";
import { sampleJudgement } from "./testing/sampleJudgement.ts";

const suites = (xml: string) => xml.split("<testsuite ").slice(1);

test("an action type that asked is a suite, a check a test: not met fails, undecided is skipped, with the reason", () => {
  const judgement = sampleJudgement();
  const xml = junitReport(judgement);
  const checks = judgement.types.flatMap(({ decided: { climb, hold, stay } }) => [...climb, ...hold, ...stay]);
  const n = (verdict: string) => checks.filter((check) => check.verdict === verdict).length;
  expect(xml).toContain(`tests="${checks.length}" failures="${n("not-met")}" errors="0" skipped="${n("insufficient")}"`);
  expect(suites(xml)).toHaveLength(5);
  const hold = suites(xml)[2] as string;
  expect(hold).toContain('name="Change an address" timestamp="2026-10-05T04:12:00" tests="5" failures="1"');
  expect(hold).toContain('<property name="answer" value="Hold"/>');
  expect(hold).toContain('<failure message="With 95% confidence it is at most 3.03%; the gate asks for 1%." type="not-met">');
  expect(hold).toContain("Limit: At most 1% of the decisions\nSeen: at most 3.03%, 25 of 1,214\n");
  expect(suites(xml)[3]).toMatch(/<skipped\/>\s*<system-out><!\[CDATA\[Cannot say yet\./);
});

test("what did not ask is no test, and the same judgement gives the same bytes", () => {
  const judgement = sampleJudgement();
  const [first, ...rest] = judgement.types as [Judgement["types"][number]];
  const types = [{ ...first, decided: { ...first.decided, verdict: "not_requested" as const } }, ...rest];
  const xml = junitReport({ ...judgement, types });
  expect(xml).not.toContain(first.title);
  expect(junitReport(structuredClone({ ...judgement, types }))).toBe(xml);
});

test("a closed gate whose checks are all met, or that has none, is never green", () => {
  const judgement = sampleJudgement({ types: 2 });
  const [first, second] = judgement.types as [Judgement["types"][number], Judgement["types"][number]];
  const closed = (type: typeof first, verdict: "hold" | "insufficient") => ({
    ...type,
    decided: { ...type.decided, verdict, why: "The gate is closed.", climb: [], hold: [], stay: [] },
  });
  const xml = junitReport({ ...judgement, types: [closed(first, "insufficient"), closed(second, "hold")] });
  expect(suites(xml)[0]).toMatch(/tests="1" failures="0" errors="0" skipped="1"/);
  expect(suites(xml)[1]).toMatch(/tests="1" failures="1"/);
  expect(xml.match(/name="The answer"/g)).toHaveLength(2);
  expect(xml).toContain("The gate is closed.");
});

test("two checks of one wording are told apart", () => {
  const judgement = sampleJudgement({ types: 1 });
  const [type] = judgement.types as [Judgement["types"][number]];
  const [check] = type.decided.climb;
  if (check === undefined) throw new Error("the sample has checks");
  const xml = junitReport({ ...judgement, types: [{ ...type, decided: { ...type.decided, climb: [check, check], stay: [] } }] });
  const names = [...xml.matchAll(/<testcase [^>]* name="([^"]*)"/g)].map(([, name]) => name);
  expect(names).toEqual([names[0], `${names[0]} (2)`]);
});

test.each([...HOSTILE, "\uFFFE\uFFFF", "]]> ]]><x> ]]]]>><x><![CDATA["])("%j stays text", (plant) => {
  const xml = junitReport(sampleGoverned({ plant }));
  // Only what XML 1.0 may hold.
  expect(xml.isWellFormed()).toBe(true);
  expect(xml).not.toMatch(/(?![\t\n])\p{Cc}|[\uFFFE\uFFFF]/u);
  const markup = xml.replaceAll(/<!\[CDATA\[.*?\]\]>/gs, "").match(/<[^>]*>/g) ?? [];
  const tags = new Set(markup.map((tag) => /^<[/?]?([\w-]+)/.exec(tag)?.[1]));
  const ours = ["xml", "testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped", "system-out"];
  expect([...tags].filter((tag) => !ours.includes(tag ?? ""))).toEqual([]);
});
