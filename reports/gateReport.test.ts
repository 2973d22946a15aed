import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { gateReport } from "./gateReport.ts";
import { PAGE_OPTIONS } from "./pageOptions.ts";
import { sampleBook } from "./testing/sampleBook.ts";
import { sampleJudgement } from "./testing/sampleJudgement.ts";

const GIVEN = { cases: 500 };
const html = gateReport(sampleJudgement(GIVEN), sampleBook(GIVEN));

function digest(text: string | undefined): string {
  return `'sha256-${createHash("sha256")
    .update(text ?? "")
    .digest("base64")}'`;
}

test("the same judgement gives the same bytes", () => {
  expect(gateReport(sampleJudgement(GIVEN), sampleBook(GIVEN))).toBe(html);
});

test("the policy allows this style and this script, and nothing from anywhere else", () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
    .exec(html)?.[1]
    ?.replaceAll("&#x27;", "'")
    .replaceAll("&#x3D;", "=");
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => digest(text));
  expect(scripts).toHaveLength(2);
  const style = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css]) => digest(css)).join(" ");
  expect(policy).toBe(
    `default-src 'none'; script-src ${scripts.toReversed().join(" ")}; style-src ${style}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`,
  );
});

test("the verdicts, sentences and caveats of the judgement are on the page", () => {
  const { headline, caveats, types } = sampleJudgement(GIVEN);
  for (const said of [headline, ...caveats, ...types.map(({ decided }) => decided.change)]) expect(html).toContain(said);
});

test("every case is in the index, and every detail can be unpacked", () => {
  const islands = [...html.matchAll(/<script type="application\/octet-stream" id="([^"]+)">([^<]*)<\/script>/g)];
  const texts = new Map(islands.map(([, id, base64]) => [id, gunzipSync(Buffer.from(base64 ?? "", "base64")).toString()]));
  const { entries } = sampleBook(GIVEN);
  const index = JSON.parse(texts.get("cases-index") ?? "");
  expect(index.ids).toEqual(entries.map(({ id }) => id));
  expect(index.outcome).toHaveLength(entries.length);
  const details = [...texts].filter(([id = ""]) => id.startsWith("d")).flatMap(([, text]) => text.split("\n"));
  // Sorted, and compared as one truth: a difference would print every case.
  expect(
    details.toSorted().join() ===
      entries
        .map(({ detail }) => detail)
        .toSorted()
        .join(),
  ).toBe(true);
});

test("10,000 cases fit into 6 MB, and 163 action types into 2 MB more", () => {
  const many = gateReport(sampleJudgement({ types: 163, cases: 10_000 }), sampleBook({ types: 163, cases: 10_000 }));
  const few = gateReport(sampleJudgement({ cases: 10_000 }), sampleBook({ cases: 10_000 }));
  expect(few.length).toBeLessThan(6_000_000);
  expect(many.length - few.length).toBeLessThan(2_000_000);
});

test("what was left out of the case list is said", () => {
  const page = gateReport(sampleJudgement(GIVEN), { ...sampleBook(GIVEN, 100), total: 700 });
  expect(page).toContain("200 more are not even listed, for size");
  expect(page).toMatch(/The content of 400 cases \(\d+ of them different\) is not here, for size/);
});

test("a type with fewer than 30 proposals shows how many, not a rate", () => {
  const judgement = sampleJudgement(GIVEN);
  const [type, ...others] = judgement.types;
  if (type === undefined) throw new Error("the sample has types");
  const small = { ...type, evidence: { ...type.evidence, proposed: { ...type.evidence.proposed, n: 12, matches: 11 } } };
  const page = gateReport({ ...judgement, types: [small, ...others] }, sampleBook(GIVEN));
  expect(page).toMatch(/<div class="rng small"><b>11 of 12<\/b> the same in<\/div>/);
});

test("a page says in its record what it leads with, and which earnest drew it: both as a reader sees them", () => {
  const judgement = sampleJudgement(GIVEN);
  const run = { ...judgement.run, earnest: "0.0.7-older" };
  const page = gateReport({ ...judgement, run }, sampleBook(GIVEN), { ...PAGE_OPTIONS, focus: judgement.types[1]?.type ?? "" });
  const record = JSON.parse(/id="drawn">(.*?)<\/script>/.exec(page)?.[1] ?? "") as { answer: string; earnest: string };
  expect(page).toContain(`>${record.answer.replaceAll("'", "&#x27;")}</h1>`);
  expect(record.answer).not.toBe(judgement.headline);
  expect(page).toContain(`<meta name="generator" content="earnest ${record.earnest}">`);
  expect(page).not.toContain('content="earnest 0.0.7');
});
