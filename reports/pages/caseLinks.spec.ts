import { expect, test } from "@playwright/test";
import type { CaseEntry } from "earnest";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";

test("a link that was written anew on its way opens its case, and one to a case that is not here says so", async ({ page }) => {
  const [first, ...others] = sampleBook({ cases: 40 }).entries as [CaseEntry, ...CaseEntry[]];
  const entries = [{ ...first, id: "Ölmann's (1)!" }, ...others];
  const given = { cases: 40 };
  const address = pageFile("links", sampleJudgement(given), { entries, total: 40, withoutDetail: 0 });
  await page.goto(`${address}#case=%C3%96lmann%27s%20%281%29%21`);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Case Ölmann's (1)!" })).toBeVisible();
  await page.keyboard.press("Escape");
  for (const broken of ["no-such-case", "100%"]) {
    await page.goto(`${address}#case=${broken}`);
    await expect(dialog).toContainText("No case of this name is in this report.");
    await page.keyboard.press("j");
    await expect(dialog).toContainText("No case of this name is in this report.");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
});

test("the search finds a character that cannot be seen by the mark that stands for it", async ({ page }) => {
  const [first, ...others] = sampleBook({ cases: 40 }).entries as [CaseEntry, ...CaseEntry[]];
  const detail = first.detail?.replace("A customer writes", "A\u202Ecustomer writes") ?? null;
  const entries = [{ ...first, detail }, ...others];
  await page.goto(`${pageFile("unseen", sampleJudgement({ cases: 40 }), { entries, total: 40, withoutDetail: 0 })}#cases`);
  await page.locator("#filter-show").selectOption("all");
  await page.locator("#filter-id").fill("A[U+202E]customer");
  await expect(page.locator("#case-rows td:first-child")).toHaveText(["RD-00000"]);
  await expect(page.locator("#page-info")).toHaveText("1 to 1 of 1 case");
});
