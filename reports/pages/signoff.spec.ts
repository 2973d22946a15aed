import { expect, test } from "@playwright/test";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";

test("without a script the sheet has three roles with three boxes each, and never says that anything is signed", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pageFile("signoff", sampleJudgement(), sampleBook()));
  const rows = page.locator("#signoff .sign tbody tr");
  await expect(rows).toHaveCount(3);
  for (const row of await rows.all()) await expect(row.locator(".boxes li")).toHaveCount(3);
  for (const target of await page.locator("#signoff a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))))
    await expect(page.locator(`[id="${target?.slice(1)}"]`)).toHaveCount(1);
  const text = await page.locator("#signoff").innerText();
  expect(text).toContain("recommends; people decide");
  expect(text).toContain("It cannot tell whether anything is signed");
  expect(text).not.toMatch(/signature (is )?valid|verified/i);
  await context.close();
});

for (const types of [0, 5, 163])
  test(`on paper the sheet of ${types} action types has a page of its own, whole`, async ({ page }) => {
    await page.emulateMedia({ media: "print" });
    // A4 less its margins, in CSS pixels.
    await page.setViewportSize({ width: 680, height: 1002 });
    await page.goto(pageFile(`signoff-${types}`, sampleJudgement({ types, cases: 100 }), sampleBook({ types, cases: 100 })));
    const sheet = page.locator("#signoff");
    await expect(sheet).toHaveCSS("break-before", "page");
    expect((await sheet.boundingBox())?.height).toBeLessThanOrEqual(1002);
    expect((await sheet.boundingBox())?.width).toBeLessThanOrEqual(680);
  });
