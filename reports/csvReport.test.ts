import { parse } from "csv-parse/sync";
import type { CaseBook, CaseEntry } from "earnest";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cellText, csvReport } from "./csvReport.ts";
import { plain } from "./plain.ts";
import { HOSTILE } from "./testing/hostile.ts";
import { sampleBook } from "./testing/sampleBook.ts";

/** Text that tries to be run: a formula's beginning behind all that a spreadsheet overlooks. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "=",
        "+",
        "-",
        "@",
        "\uFF1D",
        "\uFF0B",
        "\u2212",
        "'",
        '"',
        "`",
        " ",
        "\t",
        "\r",
        "\n",
        "\r\n",
        ";",
        ",",
        "|",
      ),
      fc.constantFrom("\u0000", "\u200B", "\uFEFF", "\u202E", "\u00A0", "1+1", "cmd|' /C calc'!A0", "HYPERLINK(1)", "日本", "😀"),
      fc.constantFrom(...HOSTILE),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));
const act = fc.record({
  type: hostile,
  n: fc.integer({ min: 1, max: 9 }),
  outcome: fc.constantFrom("match" as const, "params" as const),
  serious: fc.boolean(),
});
const [plainEntry] = sampleBook({ cases: 1 }, 0).entries as [CaseEntry];
const listed = fc.record({
  id: hostile,
  at: fc.option(hostile),
  decided: fc.array(act, { minLength: 1, maxLength: 3 }),
  proposed: fc.array(act, { minLength: 1, maxLength: 3 }),
  outcome: fc.constantFrom("match" as const, "overreach" as const),
  serious: fc.boolean(),
  confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  unstable: fc.boolean(),
});
const entry: fc.Arbitrary<CaseEntry> = listed.map((one) => ({ ...plainEntry, ...one }));

function bookOf(entries: readonly CaseEntry[]): CaseBook {
  return { entries, total: entries.length, withoutDetail: entries.length };
}

const rowsOf = (book: CaseBook) => parse(csvReport(book)) as string[][];
/** The text again, as the column's description says. */
const without = (cell: string) => cell.replaceAll(/(^|[;,|])'/g, "$1");
const shown = (text: string) => plain(text).replaceAll("\t", "[U+0009]").replaceAll("\n", "[U+000A]");
const sideOf = (acts: CaseEntry["decided"]) => shown(acts.map(({ type, n }) => (n === 1 ? type : `${type} (${n})`)).join("; "));

test("a row for each case, in sampling order, with a header", () => {
  const book = sampleBook({ cases: 4 });
  const [head, ...rows] = rowsOf(book);
  expect(head).toEqual(["case", "at", "person", "agent", "outcome", "in_words", "serious", "confidence", "attempts_differ"]);
  expect(rows).toHaveLength(4);
  expect(rows[3]?.slice(0, 7)).toEqual([
    "RD-00003",
    "2026-06-03T18:53:00Z",
    "none",
    "give.a.goodwill.credit",
    "overreach",
    "acted alone",
    "true",
  ]);
  expect(rowsOf(bookOf([]))).toEqual([head]);
});

test("several acts of a case share a cell, and a confidence that was not stated is an empty one", () => {
  const [one] = sampleBook({ cases: 1 }).entries as [CaseEntry];
  const acts = [
    { type: "close", n: 2, outcome: "match" as const, serious: false },
    { type: "refund", n: 1, outcome: "match" as const, serious: false },
  ];
  const [, row] = rowsOf(bookOf([{ ...one, decided: acts, confidence: null }]));
  expect(row?.[2]).toBe("close (2); refund");
  expect(row?.[7]).toBe("");
});

test("parsed back, every text is what a reader would see of it, and numbers are numbers", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
      const rows = rowsOf(bookOf(entries)).slice(1);
      expect(rows).toHaveLength(entries.length);
      for (const [i, one] of entries.entries()) {
        const row = rows[i] as string[];
        expect(row).toHaveLength(9);
        expect(row.slice(0, 4).map(without)).toEqual([
          shown(one.id),
          shown(one.at ?? ""),
          sideOf(one.decided),
          sideOf(one.proposed),
        ]);
        expect(row[7]).toBe(one.confidence === null ? "" : String(one.confidence));
      }
    }),
  );
});

test("no cell is run by a spreadsheet, at whichever separator it splits, and no row breaks", () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), (entries) => {
      const text = csvReport(bookOf(entries));
      expect(text.split("\r\n")).toHaveLength(entries.length + 2);
      expect(text.replaceAll("\r\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      for (const line of text.split("\r\n").slice(1))
        for (const cell of line.split(/[;,|\t]/)) expect(cell).not.toMatch(/^[\s"`]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212]/);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["=1+1", "'=1+1"],
  [" -2", "' -2"],
  ['"@SUM(A1)', "'\"@SUM(A1)"],
  ["\t=1", "[U+0009]=1"],
  ["'=1", "''=1"],
  ["a;=1", "a;'=1"],
  ["RD-00042", "RD-00042"],
  ["it's", "it's"],
])("%j is written as %j", (text, cell) => {
  expect(cellText(text)).toBe(cell);
});
