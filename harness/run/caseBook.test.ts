import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCase } from "../case.ts";
import type { Comparison, Outcome } from "../compare.ts";
import { EvidenceCount } from "../evidence/evidenceCount.ts";
import type { Observation } from "../replay.ts";
import { type BookLimits, CaseBookWriter, type CaseDetail, type CaseEntry, type EntryAct } from "./caseBook.ts";

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

const act = (type: string, outcome: Outcome, serious = false, n = 1): EntryAct => ({ type, n, outcome, serious });

const first = (entries: readonly CaseEntry[]) => entries[0] ?? expect.fail("no entry");

test("an entry is the case's vote: its worst cell, what stood on both sides, and whether attempts differ", () => {
  const { entries } = book([
    [[cell("match", "reply", "reply"), { ...cell("overreach"), decided: "none", confidence: 0.7 }], [cell("match")]],
    [[cell("match")], [cell("match")]],
  ]);
  expect(first(entries)).toMatchObject({
    outcome: "overreach",
    serious: true,
    decided: [act("none", "overreach", true), act("reply", "match")],
    proposed: [act("refund", "overreach", true), act("reply", "match")],
    unstable: true,
    confidence: 0.7,
  });
  expect(entries[1]).toMatchObject({ outcome: "match", serious: false, unstable: false });
});

test("an input of a million members is cut as a whole, and says so", () => {
  const writer = new CaseBookWriter(() => [], { ...limits, disagreements: 1e9, agreements: 1e9 });
  const input = { rows: Array.from({ length: 100_000 }, (_, i) => ({ row: i })), text: "short" };
  writer.add(caseOf("c0", input), [[cell("match")]], [observation]);
  writer.add(caseOf("c1", { rows: input.rows.slice(0, 1_000) }), [[cell("match")]], [observation]);
  const [large, usual] = writer.book().entries.map(({ detail }) => JSON.parse(detail as string) as CaseDetail);
  expect(large?.input).toMatch(/^\{"rows":\[\{"row":0\},.{19000,20000}…$/);
  expect(usual?.input).toMatchObject({ rows: { length: 1_000 } });
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

test("each side lists its types once, with how many there are and the worst of their cells", () => {
  const { entries } = book([
    [[cell("match"), cell("params"), cell("type", "close", "reply"), cell("match", "reply", "reply")]],
    [[{ decided: "a, b", proposed: "escalate", outcome: "escalated", decidedAction: 0 }]],
    [[{ decided: "none", proposed: "failed", outcome: "failed" }]],
  ]);
  expect(entries.map(({ decided, proposed }) => [decided, proposed])).toEqual([
    [
      [act("refund", "params", false, 2), act("reply", "type", false, 2)],
      [act("close", "type"), act("refund", "params", false, 2), act("reply", "match")],
    ],
    [[act("a, b", "escalated")], [act("escalate", "escalated")]],
    [[act("none", "failed")], [act("failed", "failed")]],
  ]);
});

test("the entries of a type that differ, and its serious ones, are as many as its evidence counts", () => {
  const outcomes = ["match", "near", "params", "type", "overreach", "failed"] as const;
  const types = ["a", "b", "a, b"];
  const made = fc.record({ outcome: fc.constantFrom(...outcomes), proposed: fc.constantFrom(...types) });
  fc.assert(
    fc.property(fc.array(fc.array(made, { minLength: 1, maxLength: 4 }), { maxLength: 20 }), (cases) => {
      const voted = cases.map((cells) => cells.map(({ outcome, proposed }) => cell(outcome, proposed)));
      const count = new EvidenceCount(() => ["overreach"], types);
      for (const [i, cells] of voted.entries()) count.add({ id: `c${i}`, cluster: `c${i}`, attempts: [cells] });
      const evidence = count.evidence().types;
      const { entries } = book(voted.map((cells) => [cells]));
      for (const type of types) {
        const acts = entries.flatMap(({ proposed }) => proposed.filter((one) => one.type === type));
        const side = evidence.get(type)?.proposed ?? expect.fail("no such type");
        expect(acts).toHaveLength(side.n);
        for (const outcome of outcomes)
          expect(acts.filter((one) => one.outcome === outcome)).toHaveLength(side.outcomes[outcome]);
        expect(acts.filter(({ serious }) => serious)).toHaveLength(evidence.get(type)?.serious ?? -1);
      }
    }),
  );
});

test("cases alike share one list, so that 1,000 types an agent made up take no room in each", () => {
  const made = Array.from({ length: 1000 }, (_, i) => cell("overreach", `made-up-type-${i}`));
  const [one, other] = book([[made], [made.toReversed()]]).entries;
  expect(one?.proposed).toHaveLength(1000);
  expect(other?.proposed).toBe(one?.proposed);
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

test("a case travels with its last steps, and all of them stand apart where there are more", () => {
  const writer = new CaseBookWriter(() => [], limits);
  const steps = ["a", "b", "c"].map((name) => ({ kind: "read", name }));
  for (const n of [2, 3])
    writer.add(caseOf(`c${n}`), [[cell("match")]], [{ ...observation, trace: { steps: steps.slice(0, n) } }]);
  const [two, three] = writer.book().entries;
  expect([two?.stepsApart, two?.steps]).toEqual([false, null]);
  expect(JSON.parse(three?.steps ?? "")).toEqual([steps]);
  const [attempt] = (JSON.parse(three?.detail ?? "") as CaseDetail).attempts;
  expect([attempt?.steps, attempt?.observation.trace.steps]).toEqual([3, steps.slice(1)]);
});

test("what travels with a case says what people decided and when, not who they are or how long they took", () => {
  const at = "2026-05-04T10:00:00Z";
  const decisions = [
    { actions: [], at, by: "clerk-01", seconds: 104 },
    { actions: [], by: "clerk-02", seconds: 77 },
  ];
  const parsed = parseCase({ id: "c", input: "hello", decisions });
  if (!("case" in parsed)) throw new Error("not a case");
  const writer = new CaseBookWriter(() => [], limits);
  writer.add(parsed.case, [[cell("match")]], [observation]);
  const detail = first(writer.book().entries).detail ?? "";
  expect((JSON.parse(detail) as CaseDetail).decisions).toEqual([{ actions: [], at }, { actions: [] }]);
});

test("a ruling of people travels with its case", () => {
  const writer = new CaseBookWriter(() => [], limits);
  const said = {
    same: null,
    ruling: "person",
    drawn: false,
    cause: "settled on the phone",
    reviewers: 1,
    conflict: false,
  } as const;
  const of = (id: string, type: string) => (id === "c" && type === "refund" ? said : undefined);
  for (const id of ["c", "other"]) writer.add(caseOf(id), [[cell("params")]], [observation], { of });
  const rulings = writer.book().entries.map(({ detail }) => (JSON.parse(detail ?? "") as CaseDetail).rulings);
  expect(rulings).toEqual([[{ type: "refund", ruling: "person", cause: "settled on the phone" }], []]);
});
