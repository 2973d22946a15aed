import type { Page } from "@playwright/test";

/** What runs inside a page goes there as text: the tests are checked without the browser's names. */
export async function openFolds(page: Page): Promise<void> {
  await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
}

/** The page's full size in CSS pixels. */
export async function pageSize(page: Page): Promise<{ width: number; height: number }> {
  return page.evaluate("({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight })");
}

/** The words in elements of plain text that are broken over two lines. */
export async function tornWords(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].flatMap(({ firstChild: text }) =>
    [...text.data.matchAll(/\\S+/g)].flatMap(({ index, 0: word }) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return range.getClientRects().length > 1 ? [word] : [];
    }))`);
}
