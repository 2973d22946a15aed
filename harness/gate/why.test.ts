import { expect, test } from "vitest";
import type { Finding } from "../criteria/criterion.ts";
import { whyOpen } from "./why.ts";

const open = (name: string, numbers: Finding["numbers"]): Finding => ({
  criterion: { name, params: { floor: 0.9 } },
  question: `${name}?`,
  limit: "",
  verdict: "insufficient",
  because: `${name}.`,
  fact: "",
  detail: "",
  change: `takes ${name}.`,
  numbers,
});
const awaited = (...findings: readonly Finding[]) => whyOpen(findings, findings, findings).change;

test("what has to be waited for longest is told by how often its cases come up, not by their number alone", () => {
  const common = open("agreementAtLeast", { n: 2000, more: 400 });
  expect(awaited(common, open("coverageAtLeast", { n: 10, more: 60 }))).toContain(
    "for “coverageAtLeast?”, which takes the most cases: takes coverageAtLeast.",
  );
  expect(awaited(common, open("coverageAtLeast", { n: 1000, more: 60 }))).toMatch(/^takes agreementAtLeast\./);
  // Clusters are waited for as clusters come.
  expect(awaited(common, open("casesAtLeast", { n: 2000, votes: 40, more: 60 }))).toContain("“casesAtLeast?”");
});

test("where a check saw none of its cases numbers are all there is to compare, and one without a number waits longest", () => {
  const few = open("agreementAtLeast", { n: 10, more: 60 });
  expect(awaited(few, open("seriousAtMost", { n: 0, more: 400 }))).toContain("“seriousAtMost?”");
  expect(awaited(few, open("seriousAtMost", { n: 0, more: 50 }))).toMatch(/^takes agreementAtLeast\./);
  expect(awaited(few, open("seriousAtMost", {}))).toContain("“seriousAtMost?”");
});
