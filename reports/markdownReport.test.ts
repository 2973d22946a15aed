import { expect, test } from "vitest";
import { markdownReport } from "./markdownReport.ts";
import { HOSTILE } from "./testing/hostile.ts";
import { sampleGoverned } from "./testing/sampleGoverned.ts";
import { sampleJudgement } from "./testing/sampleJudgement.ts";

test("one line for each action type, worst first", () => {
  const lines = markdownReport(sampleJudgement()).split("\n");
  expect(lines).toContain("### Gate: Two of five action types may move up. One must move down.");
  const answers = lines
    .filter((line) => line.startsWith("| "))
    .slice(1)
    .map((line) => line.split(" | ")[0]);
  expect(answers).toEqual(["| **DEMOTE**", "| HOLD", "| NOT ENOUGH EVIDENCE", "| PROMOTE", "| PROMOTE"]);
});

test("types with one title are told apart", () => {
  const judgement = sampleJudgement({ types: 3 });
  const types = judgement.types.map((type, i) => (i < 2 ? { ...type, title: "Refund" } : type));
  const text = markdownReport({ ...judgement, types });
  for (const name of ["| Refund (tag.a.ticket) |", "| Refund (issue.a.refund) |", "| Change an address |"])
    expect(text).toContain(name);
});

test.each([
  { types: 163, plant: "" },
  { types: 163, plant: "日本語".repeat(400) },
  { types: 2000, plant: "@everyone ".repeat(100) },
])("stays below 20 KB and says how many types are not listed", ({ types, plant }) => {
  const text = markdownReport(sampleJudgement({ types, plant }));
  expect(Buffer.byteLength(text)).toBeLessThan(20_000);
  const listed = text.split("\n").filter((line) => /^\| (\*\*)?[A-Z]/.test(line) && !line.startsWith("| Answer")).length;
  const unlisted = Number(/([\d,]+) more action types? asked/.exec(text)?.[1]?.replaceAll(",", "") ?? 0);
  expect(listed + unlisted).toBe(types);
});

test.each(HOSTILE)("%j stays text: no markup, no cell, no line of its own, no name called, no link", (plant) => {
  const text = markdownReport(
    sampleGoverned({ plant: `${plant} @someone https://example.invalid www.example.invalid a|b [c](d) \`e\`` }),
  );
  const ours = text.replaceAll(/<!-- (?:earnest [^>]*)?-->|<\/?details>|<\/?summary>/g, "\u0000");
  expect(ours).not.toMatch(/[<>]/);
  expect(ours).not.toMatch(/@\w|:\/\/|www\.\w/);
  for (const line of text.split("\n").filter((one) => one.startsWith("| "))) {
    expect(line.replaceAll("\\\\", "").match(/(?<!\\)\|/g)).toHaveLength(5);
  }
});

test("who waived the wall stands under the headline, whole, and what the calls took below", () => {
  const judgement = sampleJudgement();
  const because = "a reason that takes its time ".repeat(12);
  const text = markdownReport({ ...judgement, wall: { ...judgement.wall, waived: `Kim Lee waived it: “${because}”.` } });
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith("**Waived:** Kim Lee waived it"));
  expect(at).toBeGreaterThan(lines.findIndex((line) => line.startsWith("### Gate:")));
  expect(at).toBeLessThan(lines.findIndex((line) => line.startsWith("| Answer")));
  expect(lines[at]).toContain(because.trim());
  expect(text).toContain("2,412 model calls");
  expect(markdownReport(sampleJudgement({ isolation: "I3" }))).not.toContain("Waived");
});

test("a loosened gate stands above the table, and a row says which bound decided and which policy counted", () => {
  const text = markdownReport(sampleGoverned());
  const at = text.indexOf("**The gate was loosened after the evidence was seen:** “Tag a ticket” asked for at least 97%");
  expect(at).toBeGreaterThan(text.indexOf("### Gate:"));
  expect(at).toBeLessThan(text.indexOf("| Answer"));
  expect(text).toMatch(
    /\| HOLD \| Change an address .* Held by its risk, not by the evidence\. Under its policy: Up to 200 each; 2 more rules\. \|/,
  );
  const loosened = Array.from({ length: 5 }, (_, i) => ({ type: null, says: `“Type ${i}” asks for less.` }));
  expect(markdownReport({ ...sampleJudgement(), loosened })).toContain("**2 more gates loosened");
});
