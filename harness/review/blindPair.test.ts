import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "../action.ts";
import type { Case } from "../case.ts";
import type { Observation } from "../replay.ts";
import { blindPair } from "./blindPair.ts";
import { plainValue } from "./plainValue.ts";
import { shown } from "./shown.ts";

const caseOf = (actions: readonly Action[]): Case => ({
  id: "secret-id",
  cluster: "c",
  input: "text",
  reads: [],
  decisions: [{ actions, by: "R-07" }],
  slices: {},
  weight: 1,
});
const seen = (actions: readonly Action[]) =>
  ({ kind: "proposed", proposal: { kind: "act", actions, because: "as the agent I think" } }) as unknown as Observation;
const act = (params: Record<string, unknown>, type = "pay"): Action => ({ type, params });
const title = (type: string) => type.toUpperCase();

describe("a value as both sides show it", () => {
  test.each([
    ["148.00", 148],
    ["Original  Account ", "original account"],
    ["2026-03-01T00:00:00.000Z", "2026-03-01"],
    ["2026-03-01T10:00:00+02:00", "2026-03-01 08:00"],
    [
      ["b", "a"],
      ["a", "b"],
    ],
    [
      { b: 1, a: "2.0" },
      { a: 2, b: "1" },
    ],
    ["", null],
    [true, "YES"],
  ])("%j reads as %j does", (one, other) => {
    expect(plainValue(one)).toBe(plainValue(other));
  });

  test.each([
    ["00123", "123"],
    ["00123", 123],
    [["a, b"], ["a", "b"]],
    [
      ["a", ["b", "c"]],
      ["a", "b", "c"],
    ],
    [1e-7, 0],
    [1e305, 1e304],
    ["123456789012345.12", "123456789012345.13"],
  ])("%j does not read as %j does", (one, other) => {
    expect(plainValue(one)).not.toBe(plainValue(other));
  });

  test("shows what cannot be seen, and large numbers as they are", () => {
    expect(plainValue("a\u202egpj.exe")).toBe("aU+202Egpj.exe");
    expect(plainValue(1e305)).toBe("1e+305");
    expect(plainValue(0.1 + 0.2)).toBe("0.3");
  });

  test("a text that somebody wrote is not shown", () => {
    expect(plainValue("Dear customer, we are sorry that it took this long to answer.")).toBeNull();
    expect(plainValue(["short", { note: "one two three four five six seven eight nine" }])).toBeNull();
  });
});

describe("two decisions", () => {
  test("show the same fields in the same order, whoever left one out", () => {
    const pair = blindPair(caseOf([act({ to: "Card", amount: "5.00" })]), seen([act({ amount: 5, urgent: true })]), title);
    expect(pair?.rows).toEqual([
      { act: "PAY", field: null, person: "yes", agent: "yes", differs: false },
      { act: "PAY", field: "amount", person: "5", agent: "5", differs: false },
      { act: "PAY", field: "to", person: "card", agent: "not set", differs: true },
      { act: "PAY", field: "urgent", person: "not set", agent: "yes", differs: true },
    ]);
  });

  test("pair what is done alike, whatever else of its type one of them does", () => {
    const [a, b] = [act({ line: "A", amount: 10 }), act({ line: "B", amount: 20 })];
    const pair = blindPair(caseOf([a, b]), seen([b]), title);
    expect(pair?.rows.filter(({ differs }) => differs)).toEqual([
      { act: "PAY", field: null, person: "yes", agent: "no", differs: true },
      { act: "PAY", field: "amount", person: "10", agent: "not set", differs: true },
      { act: "PAY", field: "line", person: "a", agent: "not set", differs: true },
    ]);
  });

  test("that differ by the suite are written out where they would read alike", () => {
    const [upper, lower] = [[act({ item: "SKU-a" })], [act({ item: "sku-a" })]];
    expect(blindPair(caseOf(upper), seen(lower), title)?.same).toBe(true);
    expect(blindPair(caseOf(upper), seen(lower), title, true)?.rows[1]).toMatchObject({ person: "SKU-a", agent: "sku-a" });
    // A text may be what differs, and then capitals would pass for the reason.
    const text = { note: "one two three four five six seven eight nine" };
    expect(blindPair(caseOf([act({ item: "A", ...text })]), seen([act({ item: "a" })]), title, true)?.same).toBe(true);
  });

  test("show unseen characters of fields and titles", () => {
    const pair = blindPair(caseOf([act({ "to\u202e": 1 })]), seen([act({})]), (type) => `${type}\u200b`);
    expect(pair?.rows.map(({ act, field }) => [act, field])).toEqual([
      ["payU+200B", null],
      ["payU+200B", "toU+202E"],
    ]);
  });

  test("hide a text on both sides, also where only one has it", () => {
    const text = "one two three four five six seven eight nine";
    const pair = blindPair(caseOf([act({ note: text })]), seen([act({})]), title);
    expect(JSON.stringify(pair)).not.toContain("nine");
    expect(pair?.same).toBe(true);
  });

  test("say no word of what the agent thought, of who decided or of which case it is, and both boxes are as long", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.nat(),
        (a, b, item) => {
          const pair = blindPair(caseOf([act(a)]), seen([act(b)]), title);
          if (pair === null) return;
          const one = shown(item, pair, [], "a secret of a log", "R-01");
          const text = JSON.stringify(one);
          for (const word of ["as the agent", "secret-id", "R-07", "person", "a secret"])
            if (!JSON.stringify([a, b]).toLowerCase().includes(word)) expect(text).not.toContain(word);
          expect(new Set(one.boxes.map((box) => Buffer.byteLength(JSON.stringify(box)))).size).toBe(1);
          expect(Buffer.byteLength(text) % 1024).toBe(0);
          expect(
            new Set(one.boxes.map(({ rows }) => JSON.stringify(rows.map(({ act, field, differs }) => [act, field, differs]))))
              .size,
          ).toBe(1);
        },
      ),
    );
  });

  test("swap sides with who is who, and nothing else", () => {
    const [a, b] = [[act({ amount: 1 })], [act({ amount: 2 }, "keep")]];
    const there = blindPair(caseOf(a), seen(b), title);
    const back = blindPair(caseOf(b), seen(a), title);
    expect(back?.handedBy).toBe(null);
    expect(back?.rows).toEqual(there?.rows.map(({ person, agent, ...row }) => ({ ...row, person: agent, agent: person })));
  });
});
