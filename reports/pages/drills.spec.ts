import { expect, test } from "@playwright/test";
import { openFolds, pageSize } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { NO_MISDEEDS, watched } from "../testing/watched.ts";

const GIVEN = { cases: 300 };
let url = "";

test.beforeAll(() => {
  url = pageFile("drills", sampleGoverned(GIVEN), sampleBook(GIVEN));
});

test("undo drills: the finding, the caveat of production, the chart with its twin, and what broke row by row", async ({
  page,
}) => {
  const seen = watched(page);
  await page.goto(url);
  const drills = page.locator("#drills");
  await expect(drills.locator(".find")).toHaveText("One drill of 720 did not hold: “Change an address”.");
  const broken = drills.locator(".undo", { hasText: "Change an address" });
  await expect(broken.locator(".waived")).toContainText("In production: Money that was paid out cannot be called back");
  const chart = broken.getByRole("img");
  await expect(chart).toHaveAccessibleName(/^The gate gives it 15 minutes; .* Change an address\. .*20 batches of 50 undone/);
  await expect(broken.locator(".rowdiff tbody tr").first()).toContainText("orders 17");
  await expect(broken.locator(".rowdiff tbody tr").first()).toContainText("500");
  // Where something broke the drills stand open; where all held the sentence above says it.
  await expect(broken.locator(".tried")).toBeVisible();
  await expect(drills.locator(".undo").first().locator(".tried")).toBeHidden();
  await expect(drills).toContainText("To notice that something is wrong and to decide is people’s time, and not in it.");
  await openFolds(page);
  await expect(broken.locator(".figure tbody tr")).toHaveCount(8);
  expect(seen).toEqual(NO_MISDEEDS);
});

for (const width of [390, 768, 1280]) {
  test(`at ${width} nothing of the drills is wider than the page, and bars lie within their chart`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(url);
    await openFolds(page);
    expect((await pageSize(page)).width).toBe(width);
    const chart = page.locator("#drills .chart:visible").first();
    const box = await chart.boundingBox();
    // Labels stand above their times, and run into neither the edge nor each other.
    const texts = await chart.locator("text").evaluateAll((all) =>
      all.map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return { left, right, top, bottom, says: one.textContent };
      }),
    );
    const overlaps = texts.flatMap((a, i) =>
      texts
        .slice(i + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2)
        .map((b) => [a.says, b.says]),
    );
    expect(overlaps).toEqual([]);
    for (const bar of await chart.locator("rect").all()) {
      const one = await bar.boundingBox();
      expect((one?.x ?? -1) + 1).toBeGreaterThanOrEqual(box?.x ?? 0);
      expect((one?.x ?? Infinity) + (one?.width ?? 0)).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0) + 1);
    }
  });
}

test("on paper the drills are open, and the chart is drawn", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 1002 });
  await page.goto(url);
  await expect(page.locator("#drills .chart.print").first()).toBeVisible();
  await expect(page.locator("#drills .tried").first()).toBeVisible();
});
