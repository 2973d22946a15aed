import { expect, test } from "@playwright/test";
import { openFolds, pageSize } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { NO_MISDEEDS, watched } from "../testing/watched.ts";

const GIVEN = { cases: 300 };

test("a page about one action type leads with it, alone, and folds the others behind it", async ({ page }) => {
  await page.goto(pageFile("focus", sampleGoverned(GIVEN), sampleBook(GIVEN), { focus: "issue.a.refund" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Issue a refund may move to L4, within the three rules of its policy.",
  );
  await expect(page.locator(".vrow:visible")).toHaveCount(1);
  await expect(page.locator(".vrow:visible h3")).toHaveText("Issue a refund");
  await page.getByText("Other action types in this run (4)").click();
  await expect(page.locator(".vrow:visible")).toHaveCount(5);
  await expect(page.locator("#types > .fold").first()).toHaveAttribute("open", "");
  await expect(page.locator("#types > .fold > summary").first()).toContainText("Issue a refund");
});

test("with the reader's fonts no font travels in the page, and it complains of nothing", async ({ page }) => {
  const seen = watched(page);
  await page.goto(pageFile("system", sampleJudgement(GIVEN), sampleBook(GIVEN), { fonts: "system" }));
  expect(await page.content()).not.toContain("@font-face");
  const last = await page.locator(".vrow").nth(4).boundingBox();
  expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(900);
  expect(seen).toEqual(NO_MISDEEDS);
});

test("a report that another takes the place of says so above all else, and a whole run says nothing there", async ({ page }) => {
  const judgement = sampleJudgement(GIVEN);
  const name = "<b>GR-0151</b>";
  await page.goto(pageFile("superseded", judgement, sampleBook(GIVEN), { supersededBy: name }));
  await expect(page.getByRole("note").first()).toHaveText(`Superseded by ${name}: read that report in place of this one.`);
  await page.goto(pageFile("whole", judgement, sampleBook(GIVEN)));
  await expect(page.locator(".ribbon")).toHaveCount(0);
  const cut = { ...judgement, flow: { ...judgement.flow, missing: 2 } };
  await page.goto(pageFile("cut", cut, sampleBook(GIVEN)));
  await expect(page.locator(".ribbon")).toHaveText("Draft: the run was cut off, and 2 cases of it are missing.");
});

test("six action types answer on the first screen", async ({ page }) => {
  const given = { ...GIVEN, types: 6 };
  await page.goto(pageFile("six", sampleJudgement(given), sampleBook(given)));
  const last = await page.locator(".vrow").nth(5).boundingBox();
  expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(900);
});

for (const { name, title } of [
  { name: "long", title: "Reconsider the final settlement of a contested refund claim" },
  { name: "unbroken", title: "W".repeat(60) },
  { name: "rtl", title: "إلغاء الطلب وإعادة المبلغ إلى العميل بعد التحقق" },
]) {
  test(`20 action types with ${name} names: nothing is cut off, on a screen or a phone`, async ({ page }) => {
    const given = { ...GIVEN, types: 20 };
    const judgement = sampleJudgement(given);
    const types = judgement.types.map((type, i) => ({ ...type, title: `${title} ${i}` }));
    await page.goto(pageFile(`names-${name}`, { ...judgement, types }, sampleBook(given)));
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await openFolds(page);
      expect((await pageSize(page)).width).toBe(width);
      for (const who of await page.locator(".vrow .who").all())
        expect(await who.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBeLessThanOrEqual(1);
    }
  });
}

for (const fonts of ["system", "embedded"] as const) {
  test(`nothing moves after the first paint: ${fonts} fonts`, async ({ page }) => {
    await page.addInitScript(
      "globalThis.shifted = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) globalThis.shifted += one.value; }).observe({ type: 'layout-shift', buffered: true });",
    );
    await page.goto(pageFile(`still-${fonts}`, sampleGoverned(GIVEN), sampleBook(GIVEN), { fonts }));
    await page.evaluate(
      "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))))",
    );
    expect(await page.evaluate("globalThis.shifted")).toBe(0);
  });
}
