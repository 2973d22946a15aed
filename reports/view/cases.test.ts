import type { CaseBook, CaseEntry, Judgement } from "earnest";
import { expect, test } from "vitest";
import { placedCases } from "../page/placedCases.ts";
import { PAGE_OPTIONS } from "../pageOptions.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { casesView } from "./cases.ts";

const viewOf = (judgement: Judgement, book: CaseBook) => casesView(judgement, book, placedCases(book, "all", 1e6), PAGE_OPTIONS);

test("a filter by how sure the agent was is offered only where it ever said", () => {
  const judgement = sampleJudgement({ types: 1 });
  const book = sampleBook({ types: 1, cases: 20 });
  const entries = book.entries.map((entry) => ({ ...entry, confidence: null }));
  expect(viewOf(judgement, book).sure).toBe(true);
  expect(viewOf(judgement, { ...book, entries }).sure).toBe(false);
});

test("an act that its policy kept back is not called the agent's handing over", () => {
  const judgement = sampleJudgement({ types: 1 });
  const type = judgement.types[0]?.type ?? "";
  const book = sampleBook({ types: 1, cases: 20 });
  const [one] = book.entries as [CaseEntry];
  const act = { n: 1, outcome: "escalated", serious: false } as const;
  const view = (entry: Partial<CaseEntry>) =>
    viewOf(judgement, { ...book, entries: [{ ...one, outcome: "escalated", serious: false, ...entry }] });
  const kept = view({ proposed: [{ type, ...act }] });
  expect(kept.first.map(({ outcome }) => outcome)).toEqual(["kept back by policy"]);
  expect(kept.choices.find(({ value }) => value === "escalated")?.word).toBe("handed over, or kept back by policy");
  const handed = view({ proposed: [{ type: "escalate", ...act }] });
  expect(handed.first.map(({ outcome }) => outcome)).toEqual(["handed over"]);
  expect(handed.choices.find(({ value }) => value === "escalated")?.word).toBe("handed over");
});
