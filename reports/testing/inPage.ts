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

/** Text that is cut off: in boxes that hide what overflows them, and in charts beyond their edge. A line of text is higher than its letters. */
export async function clippedText(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const shown = (node) => node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
    const named = (node) => (node.getAttribute("class") ?? node.tagName) + ": " + node.textContent.trim().slice(0, 60);
    const boxes = [...document.querySelectorAll("body *:not(svg, svg *)")].filter((node) => {
      const { overflowX, clipPath } = getComputedStyle(node);
      return shown(node) && clipPath === "none" && ["hidden", "clip"].includes(overflowX) && node.scrollWidth > node.clientWidth + 1;
    });
    const texts = [...document.querySelectorAll("main svg text")].filter((node) => {
      if (!shown(node)) return false;
      const [text, chart] = [node.getBoundingClientRect(), node.closest(".vhead, svg[role]:not(.axis), svg[aria-hidden]:not(.axis)").getBoundingClientRect()];
      return text.width > 0 && (text.left < chart.left - 1 || text.right > chart.right + 1 || text.bottom > chart.bottom + 4 || text.top < chart.top - 4);
    });
    return [...boxes, ...texts].map(named);
  })()`);
}

/** Pairs of texts in one chart that lie over each other. */
export async function overlappingText(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll("main svg[role], main svg.axis")].flatMap((chart) => {
    const texts = [...chart.querySelectorAll("text")].filter((node) => node.checkVisibility() && node.textContent.trim() !== "");
    const boxes = texts.map((node) => node.getBoundingClientRect());
    return boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap((b, j) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      return across > 1 && down > 3 ? [texts[i].textContent.trim() + " | " + texts[i + 1 + j].textContent.trim()] : [];
    }));
  })`);
}

/** How much of the page moved by itself after it was first drawn; 0 where nothing did. */
export async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(`new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const { value } of list.getEntries()) sum += value; }).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
  })`);
}
