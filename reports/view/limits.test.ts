import type { Judgement } from "earnest";
import { expect, test } from "vitest";
import { gateReport } from "../gateReport.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { limitsView } from "./limits.ts";

const judgement = sampleJudgement();

function said(given: Judgement): string {
  return limitsView(given)
    .columns.flatMap(({ says }) => says)
    .join("\n");
}

function withSpan(span: Partial<Judgement["types"][number]["evidence"]["facts"]["span"]>): Judgement {
  const types = judgement.types.map((type) => {
    const { facts } = type.evidence;
    return { ...type, evidence: { ...type.evidence, facts: { ...facts, span: { ...facts.span, ...span } } } };
  });
  return { ...judgement, types };
}

test("the cases are dated, and how old they were when the run began is said", () => {
  expect(said(judgement)).toContain(
    "The cases are from 2026-01-05 to 2026-06-26; the newest was 100 days old when the run began.",
  );
  expect(said(withSpan({ undated: 3 }))).toContain("Some do not say when they were.");
  expect(said(withSpan({ last: "2036-01-01T00:00:00Z" }))).toContain("some are dated after the run began.");
  expect(said(withSpan({ first: "2035-01-01T00:00:00Z", last: "2036-01-01T00:00:00Z" }))).toContain(
    "; all that say when are dated after the run began.",
  );
  expect(said(withSpan({ first: null, last: null, dated: 0 }))).toContain("how old they are is not known");
});

test("lookups that had no record are said with their numbers", () => {
  const reads = { ...judgement.reads, total: 10, recorded: 5, stubbed: 2, counterfactual: 1, refused: 2 };
  expect(said({ ...judgement, reads })).toContain("3 of 10 lookups had a stand-in for an answer, and 2 none");
  expect(said({ ...judgement, reads: { ...reads, total: 0 } })).toContain("The agent looked nothing up.");
});

test("an agent that was never seen at work is not said to have been watched", () => {
  const imported = sampleJudgement({ isolation: "imported" });
  expect(said(imported)).toContain("The proposals were made elsewhere and imported.");
  expect(said(imported)).not.toContain("The agent was watched");
});

test("the owner's words stand on the page as text, and their absence is said", () => {
  const page = (limits: Judgement["limits"]) => gateReport({ ...judgement, limits }, sampleBook());
  expect(page(null)).toContain("None: the suite names no file of limits.");
  const hostile = "<img src=x onerror=alert(1)>";
  const html = page({
    digest: "d",
    blocks: [
      { kind: "heading", texts: [{ text: "Ours", as: "plain" }] },
      { kind: "paragraph", texts: [{ text: hostile, as: "strong" }] },
      { kind: "list", ordered: true, items: [[{ text: "one", as: "code" }]] },
      { kind: "code", text: hostile },
    ],
  });
  expect(html).toContain("<h4>Ours</h4>");
  expect(html).toContain("<b>&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;</b>");
  expect(html).toContain("<ol><li><code>one</code></li>");
  expect(html).not.toContain(hostile);
});

test("owners may write at any time, and what they wrote after the run began is told apart", () => {
  const limits = { digest: "now", blocks: [] };
  const begun = (digest: string) => ({
    ...judgement,
    limits,
    run: { ...judgement.run, files: [{ name: "limits" as const, digest, records: 1 }] },
  });
  expect(limitsView(begun("now")).owner?.changed).toBe(false);
  expect(limitsView(begun("then")).owner?.changed).toBe(true);
  expect(limitsView({ ...judgement, limits }).owner?.changed).toBe(false);
});

test("a limit that only the last of several runs is known to have had is said to be its own", () => {
  const run = { ...judgement.run, selection: { ...judgement.run.selection, limit: 50 } };
  const [night] = judgement.runs as [Judgement["runs"][number]];
  expect(said({ ...judgement, run, runs: [night] })).toContain("The run was limited to 50 cases.");
  expect(said({ ...judgement, run, runs: [{ ...night, otherVersion: true }, night] })).toContain("The run was limited to");
  expect(said({ ...judgement, run, runs: [night, night] })).toContain("The last run was limited to 50 cases.");
});
