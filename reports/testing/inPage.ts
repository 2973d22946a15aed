import type { Page } from "@playwright/test";

/** What runs inside a page goes there as text: the tests are checked without the browser's names. */
export async function openFolds(page: Page): Promise<void> {
  await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
}

/** The page's full size in CSS pixels. */
export async function pageSize(page: Page): Promise<{ width: number; height: number }> {
  return page.evaluate("({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight })");
}
