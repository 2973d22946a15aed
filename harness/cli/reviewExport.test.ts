import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { ReviewsRead } from "../evidence/reviewLog.ts";
import { reviewExport } from "./reviewExport.ts";

const folder = mkdtempSync(join(tmpdir(), "earnest-reviews-"));
afterAll(() => rmSync(folder, { recursive: true }));

const item = { case: " =1+1", why: "differs" as const, types: ["reply"], double: false };
const said = { choice: "left" as const, severity: null, reason: "fine;=HYPERLINK(1) \u202E", told: false };
const reviews = {
  plan: { items: [item] },
  secret: "0123456789abcdef0123456789abcdef",
  entries: [{ kind: "answer", item: 0, by: "R-01", at: "2026-06-03T18:53:00Z", ...said }],
} as unknown as ReviewsRead;

test("no cell of the reviews is run by a spreadsheet, behind a separator or a blank either, and nothing in it is unseen", async () => {
  const file = join(folder, "reviews.csv");
  await reviewExport(reviews, file);
  const text = readFileSync(file, "utf8");
  expect(text).toContain("fine;'=HYPERLINK(1) [U+202E]");
  expect(text).toContain("' =1+1");
});

test("what cannot be written leaves no half of it", async () => {
  mkdirSync(join(folder, "taken.csv"));
  await expect(reviewExport(reviews, join(folder, "taken.csv"))).rejects.toThrow(expect.objectContaining({ code: "OUTPUT" }));
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
});
