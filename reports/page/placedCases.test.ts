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
