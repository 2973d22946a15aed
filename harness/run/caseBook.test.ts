import { expect, test } from "vitest";
import { parseCase } from "../case.ts";
import type { Comparison, Outcome } from "../compare.ts";
import type { Observation } from "../replay.ts";
import { type BookLimits, CaseBookWriter, type CaseDetail, type CaseEntry } from "./caseBook.ts";

const limits: BookLimits = { entries: 100, disagreements: 100_000, agreements: 100_000, text: 50 };
const observation: Observation = {
  attempt: 1,
  isolation: "I0",
  trace: { steps: [] },
  breaches: [],
  ms: 1,
  kind: "proposed",
  proposal: { kind: "act", actions: [] },
};

function caseOf(id: string, input: unknown = "hello") {
  const parsed = parseCase({ id, input, decisions: [{ actions: [] }] });
  if ("case" in parsed) return parsed.case;
  throw new Error("not a case");
}

const cell = (outcome: Outcome, proposed = "refund", decided = "refund"): Comparison => ({
  decided,
  proposed,
  outcome,
  decidedAction: 0,
  proposedAction: 0,
});

function book(attempts: readonly (readonly (readonly Comparison[])[])[], more: Partial<BookLimits> = {}) {
  const writer = new CaseBookWriter(() => ["overreach"], { ...limits, ...more });
  for (const [i, cells] of attempts.entries())
    writer.add(
      caseOf(`c${i}`, "x".repeat(500)),
      cells,
      cells.map(() => observation),
    );
  return writer.book();
}

const first = (entries: readonly CaseEntry[]) => entries[0] ?? expect.fail("no entry");

test("an entry is the case's vote: its worst cell, what stood on both sides, and whether attempts differ", () => {
  const { entries } = book([
    [[cell("match", "reply", "reply"), { ...cell("overreach"), decided: "none", confidence: 0.7 }], [cell("match")]],
    [[cell("match")], [cell("match")]],
  ]);
  expect(first(entries)).toMatchObject({
    outcome: "overreach",
    serious: true,
    proposed: "refund, reply",
    unstable: true,
    confidence: 0.7,
  });
  expect(entries[1]).toMatchObject({ outcome: "match", serious: false, unstable: false });
});

test("order among a set's cells is no difference between attempts", () => {
  const [a, b] = [cell("match"), cell("params", "close", "close")];
  expect(
    first(
      book([
        [
          [a, b],
          [b, a],
        ],
      ]).entries,
    ).unstable,
  ).toBe(false);
});

test("texts inside a detail are cut, and marked", () => {
  const detail = JSON.parse(first(book([[[cell("match")]]]).entries).detail ?? "null") as CaseDetail;
  expect(detail.input).toBe(`${"x".repeat(49)}…`);
});

test("type names an agent made up do not make the list endless", () => {
  const made = Array.from({ length: 1000 }, (_, i) => cell("overreach", `made-up-type-${i}`));
  expect(first(book([[made]]).entries).proposed.length).toBeLessThanOrEqual(limits.text);
});

test("what a page cannot carry is counted: agreements give way before disagreements", () => {
  const cases = Array.from({ length: 50 }, (_, i) => [[cell(i % 2 === 0 ? "match" : "params")]]);
  const { entries, total, withoutDetail } = book(cases, { agreements: 2_000 });
  const without = entries.filter((entry) => entry.detail === null);
  expect([total, entries.length, withoutDetail]).toEqual([50, 50, without.length]);
  expect(without.length).toBeGreaterThan(10);
  expect(new Set(without.map((entry) => entry.outcome))).toEqual(new Set(["match"]));
  const few = book(cases, { entries: 10 });
  expect([few.total, few.entries.length, few.withoutDetail]).toEqual([50, 10, 40]);
});
