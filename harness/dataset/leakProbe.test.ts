import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { leaksSaid } from "../run/leaksSaid.ts";
import { rows } from "../sources/rows.ts";
import { type LeakProbe, leakProbe } from "./leakProbe.ts";
import { loadCases } from "./loadCases.ts";
import { shuffleKey } from "./sampleOrder.ts";

/** A number in [0, 1) that looks random and is always the same. */
const chance = (name: string, i: number) => shuffleKey(7, `${name} ${i}`)[0] / 2 ** 32;
const oneOf = <T>(list: readonly T[], name: string, i: number) => list[Math.floor(chance(name, i) * list.length)] as T;

type Act = "refund" | "close" | "ask_back" | "";
/** What a person did, by no rule that the input shows. */
const decided = (i: number): Act => oneOf(["refund", "refund", "close", "close", "ask_back", ""] as const, "decided", i);
const actions = (type: string, params: object = {}) => (type === "" ? [] : [{ type, params }]);

interface Given {
  readonly input: unknown;
  readonly cluster?: string;
  readonly id?: string;
  readonly at?: string;
  readonly reads?: object[];
  readonly decisions?: object[];
}

async function probe(n: number, make: (i: number) => Given, known?: Record<string, string>): Promise<LeakProbe> {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const cases = rows(
    "memory",
    Array.from({ length: n }, (_, i) => ({
      raw: { id: `case-${i}`, decisions: [{ actions: actions(decided(i)) }], ...make(i) },
      where: { file: "memory", line: i + 1 },
    })),
  );
  using loaded = await loadCases({ name: "desk", cases }, { shelf: join(dir.path, "shelf"), seed: 1 });
  return leakProbe(loaded, known);
}

const plainInput = (i: number) => ({
  order: `o-${i}`,
  amount: Math.floor(chance("amount", i) * 500),
  channel: oneOf(["chat", "letter"], "channel", i),
  text: `I would like to ${oneOf(["return", "keep", "refund", "close"], "text", i)} number ${i}, please.`,
  tags: Array.from({ length: Math.floor(chance("tags", i) * 4) }, (_, k) => oneOf(["a", "b", "c"], `tag ${k}`, i)),
  ...(chance("vip", i) < 0.3 ? { vip: true } : {}),
});

/** Most cases are closed, so that always saying so is right in 97 of 100. */
const rarely = (i: number) => (chance("rare", i) < 0.03 ? "refund" : "close");

describe("no alarm", () => {
  test("for fields that have nothing to do with the decision, ids of which each is its own, and few cases", async () => {
    for (const n of [3, 40, 500, 3000]) {
      const found = await probe(n, (i) => ({ input: plainInput(i) }));
      expect(found, `${n} cases`).toMatchObject({ cases: n, found: [] });
    }
  });

  test("for a desk that nearly always does the same", async () => {
    const found = await probe(3000, (i) => ({ input: plainInput(i), decisions: [{ actions: actions(rarely(i)) }] }));
    expect(found.found).toEqual([]);
  });

  test("for a field that goes with the cluster, where a cluster goes with the decision: it would tell nothing about another", async () => {
    const found = await probe(900, (i) => {
      const customer = Math.floor(i / 3);
      return { input: { customer }, cluster: `customer ${customer}`, decisions: [{ actions: actions(decided(customer)) }] };
    });
    expect(found).toMatchObject({ clusters: 300, found: [] });
  });

  test("for a field that helps, as an input should", async () => {
    const found = await probe(2000, (i) => ({
      input: { topic: chance("slip", i) < 0.1 ? "other" : decided(i), ...plainInput(i) },
    }));
    expect(found.found).toEqual([]);
  });

  test("for what was dated before, or is a day off at most without its zone", async () => {
    const found = await probe(600, (i) => ({
      at: "2026-03-02T10:00:00Z",
      input: {
        ordered: "2026-03-01T09:00:00+02:00",
        day: "2026-03-02",
        local: "2026-03-02 20:00",
        created_at: 1_772_400_000 + i,
      },
    }));
    expect(found.found).toEqual([]);
  });
});

describe("a planted answer", () => {
  const fieldsOf = (found: LeakProbe) => found.found.map(({ field, kind, of }) => [field, kind, of]);

  test("copied into a field is found, said with its rate, and a note once somebody says why it was known", async () => {
    const make = (i: number) => ({
      input: { ...plainInput(i), state: { status: chance("slip", i) < 0.01 ? "open" : `was ${decided(i)}` } },
    });
    const found = await probe(5000, make);
    const [leak] = found.found;
    expect(fieldsOf(found)).toEqual([["input.state.status", "tells", "value"]]);
    expect(leak?.n).toBe(3000);
    expect(leak?.rate).toBeGreaterThan(0.985);
    expect(leak?.limit).toBeLessThan(leak?.rate ?? 0);
    expect(leak?.beside).toBeLessThan(0.4);
    const [said = ""] = leaksSaid(found);
    expect(said).toMatch(
      /^The field “input\.state\.status” alone tells what people decided in 99\.\d% of 3,000 cases, where always guessing/,
    );
    expect(await probe(5000, make)).toEqual(found);
    const known = await probe(5000, make, { "input.state": "the customer picks it before writing" });
    expect(known.found.map((one) => one.known)).toEqual(["the customer picks it before writing"]);
    expect(leaksSaid(known)).toEqual([]);
  });

  test.each<[string, (i: number) => Given, string, string]>([
    ["in the id", (i) => ({ id: `${decided(i)}-${i}`, input: i % 7 }), "id", "mention"],
    [
      "in a sentence",
      (i) => ({ input: { log: [{ note: `${i}: a colleague chose to ${decided(i).replace("_", " ")} it` }] } }),
      "input.log.0.note",
      "mention",
    ],
    ["in the first word", (i) => ({ input: `${(decided(i) || "nil").slice(0, 2)}: note ${i}` }), "input", "first word"],
    [
      "in a number",
      (i) => ({ input: { code: ["refund", "close", "ask_back", ""].indexOf(decided(i)) * 1000 + chance("code", i) * 900 } }),
      "input.code",
      "range",
    ],
    [
      "in the answer of a read",
      (i) => ({ input: i % 7, reads: [{ tool: "order", args: { i }, answer: { state: decided(i) } }] }),
      "reads.order.state",
      "value",
    ],
  ])("%s is found", async (_, make, field, by) => {
    const found = await probe(1500, make);
    expect(found.found.find((one) => one.field === field)).toMatchObject({ kind: "tells", of: by, among: "all" });
  });

  test("in the presence of a field, or only where the field is there, is found", async () => {
    const closed = (i: number) => chance("closed", i) < 0.5;
    const present = await probe(1500, (i) => ({
      input: { n: i % 5, ...(closed(i) ? { closing_note: `note ${i}` } : {}) },
      decisions: [{ actions: actions(closed(i) ? "close" : "refund") }],
    }));
    expect(present.found[0]).toMatchObject({ field: "input.closing_note", of: "presence" });
    expect(leaksSaid(present)[0]).toMatch(/^The mere presence of the field “input.closing_note” alone tells/);
    const some = await probe(3000, (i) => ({ input: { n: i % 5, ...(chance("some", i) < 0.4 ? { status: decided(i) } : {}) } }));
    expect(some.found).toMatchObject([{ field: "input.status", of: "value", among: "those that have it" }]);
    expect(some.found[0]?.n).toBeLessThan(1400);
  });

  test("dated after the case, or after the decision, is found in any form of a date", async () => {
    const decidedAt = "2026-03-01T12:00:00Z";
    const found = await probe(300, (i) => ({
      at: "2026-03-01T10:00:00Z",
      input: {
        ...(chance("resolved", i) < 0.4 ? { resolved_at: "2026-03-01T14:05:00+01:00" } : {}),
        seen: "2026-03-01T11:00:00Z",
        closedAt: 1_772_500_000_000,
        due: "2026-03-09",
      },
      decisions: [{ actions: actions(decided(i)), at: decidedAt }],
    }));
    expect(found.found.map(({ field, kind, of, rate }) => [field, kind, of, rate]).sort()).toEqual([
      ["input.closedAt", "later", "decision", 1],
      ["input.due", "later", "decision", 1],
      ["input.resolved_at", "later", "decision", 1],
      ["input.seen", "later", "case", 1],
    ]);
    const said = leaksSaid(found);
    expect(said.length).toBe(4);
    expect(said.join("\n")).toContain("holds a moment after the decision in 100.0% of");
    expect(said[3]).toContain("1 more field");
  });

  test("written down as its text is found; a phrase that all texts share, or a number that was copied, is no alarm", async () => {
    const reply = (i: number) => `Dear customer, number ${i} was looked at and goes back.`;
    const thread = await probe(600, (i) => ({
      input: { thread: `Hello.\n${chance("leak", i) < 0.1 ? reply(i) : "Where is it?"}\nBye.`, order: `o-${i}` },
      decisions: [{ actions: actions("answer", { text: reply(i), order: `o-${i}` }) }],
    }));
    expect(fieldsOf(thread)).toEqual([
      ["input.thread", "repeats", "answer.text"],
      ["input.order", "copies", "answer.order"],
    ]);
    expect(leaksSaid(thread)[0]).toMatch(
      /^What people wrote as “answer\.text” stands word for word in the field “input\.thread” in \d/,
    );
    expect(leaksSaid(thread).length).toBe(1);
    const shared = "We are sorry to hear of that, and look into it.";
    const canned = await probe(600, (i) => ({
      input: { thread: `Hello ${i}. ${shared}` },
      decisions: [{ actions: actions("answer", { text: shared }) }],
    }));
    expect(canned.found).toEqual([]);
  });
});

test("what is looked at is bounded: cases, fields and text, and what is left out is counted", async () => {
  const wide = await probe(40, (i) => ({ input: Object.fromEntries(Array.from({ length: 400 }, (_, k) => [`f${k}`, i])) }));
  expect(wide).toMatchObject({ cases: 40, fields: 300, unlooked: 101 });
  const long = await probe(60, () => ({ input: "word ".repeat(100_000) }));
  expect(long.cases).toBeLessThan(40);
  expect((await probe(4000, (i) => ({ input: i }))).cases).toBe(3000);
});

test("hostile names and values are shown as marks", async () => {
  const found = await probe(1000, (i) => ({ input: { "a\u001b[2Jb": `\u202e${decided(i)}` } }));
  expect(JSON.stringify(leaksSaid(found))).toContain("aU+001B[2Jb");
  expect(found.found[0]?.example).toMatch(/^U\+202E/);
});
