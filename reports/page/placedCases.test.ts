import { gunzipSync } from "node:zlib";
import type { CaseBook } from "earnest";
import { expect, test } from "vitest";
import { PAGE_OPTIONS } from "../pageOptions.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { leftOutOfPage } from "../view/leftOutOfPage.ts";
import { differs } from "../view/words.ts";
import { placedCases } from "./placedCases.ts";

const book: CaseBook = sampleBook({ cases: 1_500 });
const all = placedCases(book, "all", 1e9);
const size = (ids: RegExp) =>
  all.islands.filter(({ id }) => ids.test(id)).reduce((sum, { base64 }) => sum + base64.length + 70, 0);

test("where there is room, every case is in the page with all of its steps", () => {
  expect(all.piles.map(({ entries, details, traced, steps }) => [details - entries.length, steps - traced.length])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(all.piles.reduce((sum, { details }) => sum + details, 0)).toBe(1_500);
  expect(leftOutOfPage(book, all, PAGE_OPTIONS)).toEqual([]);
});

test("the steps of agreements give way first, then agreements, and serious cases last; what was left out is said", () => {
  const withoutSteps = placedCases(book, "all", size(/./) - 1);
  expect(withoutSteps.piles[2]?.details).toBe(withoutSteps.piles[2]?.entries.length);
  expect(withoutSteps.piles[2]?.steps).toBeLessThan(withoutSteps.piles[2]?.traced.length ?? 0);
  expect(leftOutOfPage(book, withoutSteps, PAGE_OPTIONS)).toEqual([
    expect.stringMatching(/^\d+ cases? (is|are) here with the last steps of the agent only, for size/),
  ]);

  const onlyDifferent = placedCases(book, "all", size(/[01]-/));
  expect(onlyDifferent.piles[1]?.steps).toBe(onlyDifferent.piles[1]?.traced.length);
  expect(onlyDifferent.piles[2]?.details).toBe(0);
  expect(leftOutOfPage(book, onlyDifferent, PAGE_OPTIONS).join()).toContain("(none of them different) is not here");

  const [serious, others] = placedCases(book, "all", size(/d0-/)).piles;
  expect(serious?.details).toBe(serious?.entries.length);
  expect(others?.details).toBe(0);
});

test("only what was asked for is in the page", () => {
  const lines = (asked: "none" | "worst" | "disagreements") =>
    placedCases(book, asked, 1e9)
      .islands.filter(({ id }) => id.startsWith("d"))
      .flatMap(({ base64 }) => gunzipSync(Buffer.from(base64, "base64")).toString().split("\n"));
  expect(lines("none")).toEqual([]);
  expect(lines("worst")).toHaveLength(20);
  const different = book.entries.filter((entry) => entry.serious || differs(entry.outcome));
  expect(lines("disagreements").toSorted()).toEqual(different.map(({ detail }) => detail).toSorted());
  const left = leftOutOfPage(book, placedCases(book, "disagreements", 1e9), { ...PAGE_OPTIONS, cases: "disagreements" });
  expect(left).toEqual([
    expect.stringContaining(`the content of ${(1_500 - different.length).toLocaleString("en")} other cases is not in it`),
  ]);
});

test("a case as large as the page does not keep the others out, and blocks that do not fit whole are begun", () => {
  const noise = (size: number) => Array.from({ length: size }, (_, i) => Math.sin(i).toString(36).slice(3)).join("");
  const [first, ...others] = book.entries;
  const large = { ...first, serious: true, detail: JSON.stringify({ text: noise(200_000) }) } as (typeof book.entries)[number];
  const entries = [large, ...others];
  const placed = placedCases({ ...book, entries }, "all", size(/./) + 10_000);
  expect(placed.piles[0]?.entries.at(-1)).toBe(large);
  expect(placed.piles.map(({ entries, details }) => entries.length - details)).toEqual([1, 0, 0]);

  const each = book.entries.map((entry, i) => ({ ...entry, detail: JSON.stringify({ i, text: noise(2_000 + i) }), steps: null }));
  const some = placedCases({ ...book, entries: each }, "all", 500_000);
  expect(some.piles[0]?.details).toBeGreaterThan(5);
  expect(some.islands.reduce((sum, { base64 }) => sum + base64.length, 0)).toBeLessThan(500_000);
});

test("no steps stand in the page of a case that is not in it", () => {
  const placed = placedCases(book, "all", size(/d0-/) + 2_000);
  for (const { entries, traced, details, steps } of placed.piles)
    for (const entry of traced.slice(0, steps)) expect(entries.indexOf(entry)).toBeLessThan(details);
});
