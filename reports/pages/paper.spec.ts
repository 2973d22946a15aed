import { expect, test } from "@playwright/test";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { NO_DRILLS } from "../testing/sampleFacts.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";

const TYPES = 6;
const GIVEN = { cases: 1_000, types: TYPES };

/** Pages of a PDF; each is an object of its own in it. */
function pagesOf(pdf: Buffer): number {
  return [...pdf.toString("latin1").matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
}

for (const format of ["A4", "Letter"] as const) {
  test(`${format}: at most three and a half pages for each action type`, async ({ page }) => {
    const judgement = sampleGoverned(GIVEN);
    // How long drills take to print hangs on how many were made; these have a batch of every kind on every system.
    const types = judgement.types.map((type) => ({ ...type, drills: NO_DRILLS }));
    await page.goto(pageFile(`paper-${format}`, { ...judgement, types }, sampleBook(GIVEN)));
    const pdf = await page.pdf({ format, preferCSSPageSize: format === "A4", printBackground: true });
    expect(pagesOf(pdf)).toBeLessThanOrEqual(3.5 * TYPES);
  });
}

test("the margins of a printed page name its report, whatever that is called", async ({ page }) => {
  const judgement = sampleJudgement(GIVEN);
  const id = `x"}</style><b>\n`;
  await page.goto(pageFile("margins", { ...judgement, run: { ...judgement.run, id } }, sampleBook(GIVEN)));
  const margin = `[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).at(-1).cssRules[0].cssRules[0].style.content`;
  expect(await page.evaluate(margin)).toContain("earnest 0.1.0");
  expect(await page.evaluate(margin)).toContain("</style><b>");
  await expect(page.locator("body > b")).toHaveCount(0);
});

test("on paper nothing is cut off: no text is wider than its column, and no row, figure or pair splits", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  // A4 less its margins, in CSS pixels.
  await page.setViewportSize({ width: 680, height: 1002 });
  await page.goto(pageFile("uncut", sampleGoverned(GIVEN), sampleBook(GIVEN)));
  const wide = await page.evaluate(
    `[...document.querySelectorAll("main :is(p, td, th, dt, dd, li, h2, h3, h4)")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 681 && !one.closest(".vh")).map((one) => one.textContent.slice(0, 60))`,
  );
  expect(wide).toEqual([]);
  for (const whole of [".vrow", ".pair", "tr", ".figure"])
    for (const one of (await page.locator(`main ${whole}`).all()).slice(0, 3))
      await expect(one).toHaveCSS("break-inside", "avoid");
});

test("the first page of six types holds the headline and every verdict", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 1002 });
  await page.goto(pageFile("first-page", sampleJudgement(GIVEN), sampleBook(GIVEN)));
  const last = await page.locator(".vrow").nth(5).boundingBox();
  expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(1002);
});

test("on paper no word of a verdict or a head is torn, and nothing is offered that paper cannot do", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 1002 });
  await page.goto(pageFile("torn", sampleGoverned(GIVEN), sampleBook(GIVEN)));
  const torn =
    await page.evaluate(`[...document.querySelectorAll(".checks thead th, .checks .st, .checks .badge span, .mx thead th")].flatMap((one) => {
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      for (const { 0: word, index } of node.data.matchAll(/\\S+/g)) {
        const range = new Range();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => top));
        const room = one.closest("th, td").getBoundingClientRect().right;
        if (lines.size > 1 || range.getBoundingClientRect().right > room + 1) words.push(word);
      }
    return words;
  })`);
  expect(torn).toEqual([]);
  await expect(page.locator("#types p:visible", { hasText: /^\s*·\s*$/ })).toHaveCount(0);
  await expect(page.getByText("#case=")).toBeHidden();
});
