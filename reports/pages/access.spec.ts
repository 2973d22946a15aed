import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { openFolds } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";

const RUN = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`;
const HEADINGS = `[...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].map(({ tagName }) => Number(tagName[1]))`;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const types of [5, 20]) {
  for (const { width, colorScheme } of [
    { width: 1280, colorScheme: "light" },
    { width: 1280, colorScheme: "dark" },
    { width: 390, colorScheme: "light" },
    { width: 390, colorScheme: "dark" },
  ] as const) {
    test(`${types} types, ${width} wide, ${colorScheme}: axe finds nothing, with all folds open and a case open`, async ({
      browser,
    }) => {
      // Twice over a page of 20 types, on a machine that may have other work.
      test.slow();
      const given = { types, cases: 300 };
      const url = pageFile(`axe-${types}-${width}-${colorScheme}`, sampleGoverned(given), sampleBook(given));
      // The page's own policy bars any script but its own, so axe needs a context that ignores it.
      const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      await page.goto(`${url}#cases`);
      await expect(page.locator("#case-rows tr")).toHaveCount(25);
      await openFolds(page);
      // Whatever lies half under the bar that stays on top looks too small to be hit; where that is hangs on when the fonts arrive.
      await page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))");
      await page.addScriptTag({ content: AXE });
      const violations = async () => {
        const found: AxeResults = await page.evaluate(RUN);
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
      };
      expect(await violations()).toEqual([]);
      await page.locator("#case-rows a").first().click();
      await expect(page.locator("#case-body .pair")).toBeVisible();
      expect(await violations()).toEqual([]);
      await context.close();
    });
  }
}

test("headings come in order, and the only first-level one is the answer", async ({ page }) => {
  const given = { cases: 300 };
  await page.goto(pageFile("headings", sampleGoverned(given), sampleBook(given)));
  const levels: number[] = await page.evaluate(HEADINGS);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  levels.forEach((level, i) => {
    if (i > 0) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
  });
});

test("the skip link is the first stop and leads to the answer", async ({ page }) => {
  await page.goto(pageFile("skip", sampleJudgement(), sampleBook()));
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the answer" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#answer$/);
});
