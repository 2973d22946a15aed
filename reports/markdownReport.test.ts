import type { Judgement } from "earnest";
import fc from "fast-check";
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

const WHOLE = [sampleJudgement({ types: 0 }), sampleGoverned(), sampleJudgement({ types: 163 })];
/** Every text of a judgement that a summary says, as long as hostile text can make it. */
const filled = fc
  .tuple(
    fc.constantFrom(...WHOLE),
    fc.oneof(
      fc.constantFrom(...HOSTILE, "\u202E", "&", "#1", "@a", "日本語", "||"),
      fc.string({ unit: "binary", maxLength: 20 }),
    ),
    fc.integer({ min: 0, max: 3_000 }),
    fc.boolean(),
  )
  .map(([judgement, text, times, several]): Judgement => {
    const long = text.repeat(times).slice(0, 20_000);
    const ids = { n: 5_000, ids: Array.from({ length: 50 }, (_, i) => `${i} ${long.slice(0, 300)}`) };
    return {
      ...judgement,
      headline: long,
      suite: { ...judgement.suite, name: long },
      run: { ...judgement.run, id: long, agent: { ...judgement.run.agent, name: long } },
      wall: { ...judgement.wall, waived: long },
      loosened: Array.from({ length: 5 }, () => ({ type: null, says: long })),
      caveats: Array.from({ length: 30 }, () => long),
      worth: { serious: ids, newest: ids },
      before: several ? { run: "run-0", answers: judgement.types.map(({ type }) => ({ type, verdict: "hold" })) } : null,
      types: judgement.types.map((type, i) => ({
        ...type,
        title: i % 2 === 0 ? long : type.title,
        decided: { ...type.decided, why: long },
      })),
    };
  });

test("stays below 20 KB and inside its own markup, whatever its texts are", () => {
  fc.assert(
    fc.property(filled, (judgement) => {
      const text = markdownReport(judgement);
      expect(Buffer.byteLength(text)).toBeLessThan(20_000);
      const ours = text.replaceAll(/<!-- (?:earnest [^>]*)?-->|<\/?details>|<\/?summary>/g, "");
      expect(ours).not.toMatch(/[<>]/);
      expect(ours).toContain("### Gate: ");
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    }),
    { numRuns: 60 },
  );
});

test("with several nights, what each answer was the night before, and the ids of what is new or serious", () => {
  const judgement = sampleJudgement();
  const answers = judgement.types.map(
    ({ type, decided: { verdict } }, i) => ({ type, verdict: i === 2 ? "promote" : verdict }) as const,
  );
  const worth = { serious: { n: 2, ids: ["RD-00310", "RD|1"] }, newest: { n: 60, ids: ["RD-00007", "RD-00009"] } };
  const lines = markdownReport({ ...judgement, worth, before: { run: "run-0", answers: answers.slice(0, 4) } }).split("\n");
  expect(lines).toContain("| Answer | Action type | Match rate, 95% range | Since last night | Why |");
  const rows = lines.filter((line) => /^\| \**[A-Z]{3}/.test(line));
  expect(rows.map((row) => row.split(" | ")[3])).toEqual(["new", "**was PROMOTE**", "same", "same", "same"]);
  expect(lines).toContain("<details><summary>2 serious disagreements, 60 new disagreements since last night</summary>");
  expect(lines).toContain("- Serious: RD-00310, RD\\|1");
  expect(lines).toContain("- New since last night: RD-00007, RD-00009, 58 more");
});

test("with one night, the ids of serious disagreements alone, and nothing of a night before", () => {
  const worth = { serious: { n: 1, ids: ["RD-00310"] }, newest: { n: 3, ids: ["a", "b", "c"] } };
  const text = markdownReport({ ...sampleJudgement(), worth });
  expect(text).toContain("<details><summary>1 serious disagreement</summary>\n\n- Serious: RD-00310\n");
  expect(text).not.toContain("last night");
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

test("what a later run showed again stands behind the counts that add up", () => {
  const judgement = sampleJudgement();
  const flow = { ...judgement.flow, observed: 10, repeated: 7 };
  expect(markdownReport({ ...judgement, flow })).toContain(", 10 judged; 7 more had been shown by an earlier run, counted once.");
});
