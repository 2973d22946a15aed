import { expect, type Locator, test } from "@playwright/test";
import { openFolds, pageSize } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { withNights } from "../testing/sampleNights.ts";
import { NO_MISDEEDS, watched } from "../testing/watched.ts";

const GIVEN = { cases: 60 };
let many = "";
let few = "";

test.beforeAll(() => {
  const judgement = sampleJudgement({ ...GIVEN, types: 20 });
  const types = judgement.types.map((type, i) => ({
    ...type,
    title: `${type.title} where the customer asked twice before ${i}`,
  }));
  many = pageFile(
    "nights-30",
    withNights({ ...judgement, types }, 30, { others: 9, cases: 12 }),
    sampleBook({ ...GIVEN, types: 20 }),
  );
  few = pageFile("nights-1", sampleJudgement(GIVEN), sampleBook(GIVEN));
});

/** Words of the chart that shows which run into each other or out of it. */
async function collisions(chart: Locator): Promise<string[]> {
  const [frame] = await chart.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  const texts = await chart.locator("text").evaluateAll((all) =>
    all.map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return { left, right, top, bottom, says: one.textContent };
    }),
  );
  expect(texts.length).toBeGreaterThan(3);
  const out = texts.filter(
    ({ left, right, top, bottom }) =>
      left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 1 || bottom > frame.bottom + 1,
  );
  const pairs = texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3)
      .map((b) => `${a.says} / ${b.says}`),
  );
  return [...out.map(({ says }) => `${says} runs out`), ...pairs];
}

for (const width of [390, 1280]) {
  test(`at ${width}, 30 nights of 20 types: one drawing shows, no words collide, nothing is wider than the page`, async ({
    page,
  }) => {
    const seen = watched(page);
    await page.setViewportSize({ width, height: 900 });
    await page.goto(many);
    await openFolds(page);
    expect((await pageSize(page)).width).toBe(width);
    for (const figure of [page.locator("#nights"), page.locator('[id$="-cs"]').first()]) {
      const charts = figure.locator("svg.chart:visible");
      await expect(charts).toHaveCount(1);
      expect(await collisions(charts)).toEqual([]);
    }
    await expect(page.locator("#nights tbody tr")).toHaveCount(30);
    await expect(page.locator("#history")).toContainText("7 more action types, with no worse an answer, are not shown here.");
    expect(seen).toEqual(NO_MISDEEDS);
  });
}

test("on paper the drawing for it shows, and its words do not collide", async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 1000 });
  await page.emulateMedia({ media: "print" });
  await page.goto(many);
  const charts = page.locator("#nights svg.chart:visible");
  await expect(charts).toHaveCount(1);
  await expect(charts).toHaveClass(/print/);
  expect(await collisions(charts)).toEqual([]);
});

test("one night is a table with the way to see more, and its types lead to their chapters", async ({ page }) => {
  await page.goto(few);
  const history = page.locator("#history");
  await expect(history.locator(".find")).toHaveText("One night was read: 2026-10-05 04:12 UTC, 60 cases.");
  await expect(history.locator(".onenight tbody tr")).toHaveCount(5);
  await expect(history).toContainText("earnest judge RUN RUN");
  await expect(history.locator("svg.chart")).toHaveCount(0);
  await history.getByRole("link", { name: "Issue a refund" }).click();
  await expect(page.locator('[id="a-issue.a.refund"]')).toHaveAttribute("open");
});

test("a night without cases says so", async ({ page }) => {
  await page.goto(pageFile("nights-0", sampleJudgement({ cases: 0, types: 0 }), sampleBook({ cases: 0, types: 0 })));
  await expect(page.locator("#history")).toContainText("it showed no case that counts");
});

test("a chapter says when its answer became clear, in words, in the chart and in the table", async ({ page }) => {
  await page.goto(few);
  const figure = page.locator('[id="a-issue.a.refund-cs"]');
  await openFolds(page);
  const headline = await figure.locator(".headline").textContent();
  const [, n] = /^After ([\d,]+) of 1,847 cases the match rate had cleared the gate, 95%/.exec(headline ?? "") ?? [];
  expect(n).toBeDefined();
  await expect(figure.getByRole("img")).toHaveAccessibleName(
    new RegExp(`^${headline} Issue a refund. At the end 1,806 of 1,847 the same`),
  );
  await expect(figure.locator("svg.chart:visible text", { hasText: `clear after ${n}` })).toBeVisible();
  await expect(figure.locator("tbody th", { hasText: new RegExp(`^${n}$`) })).toHaveCount(1);
});
