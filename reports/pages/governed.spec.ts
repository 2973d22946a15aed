import { expect, test } from "@playwright/test";
import { openFolds, pageSize } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleType } from "../testing/sampleJudgement.ts";
import { NO_MISDEEDS, watched } from "../testing/watched.ts";

const GIVEN = { cases: 300 };
const MANY = { types: 20, cases: 300 };
let few = "";
let many = "";

test.beforeAll(() => {
  few = pageFile("governed", sampleGoverned(GIVEN), sampleBook(GIVEN));
  many = pageFile("governed-many", sampleGoverned(MANY), sampleBook(MANY));
});

test("a loosened gate is read before any verdict, and the row says which bound decided and which policy counted", async ({
  page,
}) => {
  await page.goto(few);
  const note = page.locator(".loosened");
  await expect(note).toContainText("The gate was loosened after the evidence was seen: “Tag a ticket” asked for at least 97%");
  const [above, first] = [await note.boundingBox(), await page.locator(".vrow").first().boundingBox()];
  expect((above?.y ?? Infinity) + (above?.height ?? 0)).toBeLessThanOrEqual(first?.y ?? 0);
  const barred = page.locator(".vrow", { hasText: "Change an address" });
  await expect(barred.locator(".bound")).toHaveText("Held by its risk, not by the evidence");
  await expect(page.locator(".vrow", { hasText: "Issue a refund" }).locator(".env")).toContainText(
    "Up to 200 each; 2 more rules",
  );
  await expect(page.locator(".vrow", { hasText: "Cancel an order" }).locator(".rung")).toHaveText("L2: recommending");
  await expect(page.locator(".bound")).toHaveCount(1);
});

test("what the gate asks beyond the first screen fits a page of paper as well", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  // A4 less its margins, in CSS pixels.
  await page.setViewportSize({ width: 680, height: 1002 });
  await page.goto(few);
  const last = await page.locator(".vrow").nth(4).boundingBox();
  expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(1002);
  // Where each type stands is said by its row, and what each rung demands by the checks that were asked.
  await expect(page.locator("#ladder .standing").first()).toBeHidden();
  for (const part of await page.locator("#ladder .demands").all()) await expect(part).toBeHidden();
});

test("checks: what has to go on holding stands apart, the ceiling among those for the next rung", async ({ page }) => {
  await page.goto(few);
  const groups = page.locator("#checks tbody");
  await expect(groups.nth(0)).toContainText("Does its risk allow the next rung?");
  await expect(groups.nth(0).locator("th .ico")).toHaveCount(1);
  await expect(groups.nth(1)).toContainText("What has to go on holding");
  await expect(groups.nth(1)).toContainText("12 of 30 nights");
  await expect(page.locator("#checks .besides")).toContainText("A drill that restores 50 of 50 within 15 minutes");
});

test("a chapter shows the policy rule by rule, rules without a control, and what another limit would let through", async ({
  page,
}) => {
  await page.goto(few);
  await openFolds(page);
  const chapter = page.locator('[id="a-issue.a.refund"]');
  await expect(chapter.locator(".policy .promise")).toHaveText(
    "Of 1,847 proposals, 1,531 came through, 313 were handed to a person and 3 were refused.",
  );
  await expect(chapter.locator(".nocontrol")).toHaveText("no control named");
  await expect(chapter.locator(".limits .now")).toContainText("the present limit");
  await expect(chapter.locator(".ceiling .bounds li")).toHaveCount(2);
  await expect(chapter).toContainText(
    "Of 41 disagreements: 39 with a named cause, 1 looked at without finding one, 1 not looked at.",
  );
});

for (const [name, width] of [
  ["few", 1280],
  ["few", 390],
  ["many", 1280],
  ["many", 390],
] as const) {
  test(`${name} types, ${width} wide: nothing scrolls sideways, nothing is asked for, with all folds open`, async ({ page }) => {
    const seen = watched(page);
    await page.setViewportSize({ width, height: 900 });
    await page.goto(name === "few" ? few : many);
    await openFolds(page);
    expect((await pageSize(page)).width).toBe(width);
    expect(seen).toEqual(NO_MISDEEDS);
  });
}

test("many types: the table of checks says what each is for, and the ladder folds where they stand", async ({ page }) => {
  await page.goto(many);
  await openFolds(page);
  const heads = page.locator("#checks thead").first();
  await expect(heads).toContainText("To go on: Is it watched for drift?");
  await expect(heads).toContainText("To stay: Does it decide as people did?");
  await expect(page.locator("#ladder .standing tbody tr")).toHaveCount(20);
});

test("a case whose act the policy kept back says so in the list and in the dialog", async ({ page }) => {
  const book = sampleBook({ cases: 12 });
  const entries = book.entries.map((entry) => {
    const acts = entry.proposed.map((act) => ({
      ...act,
      type: sampleType(0, "").type,
      outcome: "escalated" as const,
      serious: false,
    }));
    const detail = JSON.parse(entry.detail ?? "{}");
    for (const cell of detail.attempts[0].cells)
      Object.assign(cell, { outcome: "escalated", would: "escalate", otherwise: "match" });
    return { ...entry, outcome: "escalated" as const, serious: false, proposed: acts, detail: JSON.stringify(detail) };
  });
  await page.goto(pageFile("kept-back", sampleGoverned(GIVEN), { ...book, entries }));
  await page.locator("#cases").scrollIntoViewIfNeeded();
  await page.locator("#filter-show").selectOption("escalated");
  await expect(page.locator("#case-rows tr").first()).toContainText("kept back by policy");
  await page.locator("#case-rows a").first().click();
  await expect(page.locator("#case-body .note").first()).toContainText("kept back by policy");
  await expect(page.locator("#case-body .cells")).toContainText("kept back by policy");
});
