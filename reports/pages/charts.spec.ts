import { expect, type Page, test } from "@playwright/test";
import { contrast, cutOff, drawnTexts, shownSizes } from "../testing/charts.ts";
import { openFolds } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleConfidence } from "../testing/sampleConfidence.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";

const GIVEN = { cases: 300 };
/** Names as long as they come, with letters that are wide. */
const LONG = " WWWW of the very far warehouse";
let url = "";
let long = "";

test.beforeAll(() => {
  url = pageFile("charts", sampleConfidence(sampleGoverned(GIVEN)), sampleBook(GIVEN));
  const given = { ...GIVEN, plant: LONG };
  long = pageFile("charts-long", sampleConfidence(sampleGoverned(given)), sampleBook(given));
});

/** A4 less its margins, in CSS pixels. */
const PAPER = 680;
const WAYS = [
  { name: "on a wide screen", width: 1280, media: "screen" },
  { name: "on a tablet", width: 768, media: "screen" },
  { name: "on a phone", width: 390, media: "screen" },
  { name: "on paper", width: PAPER, media: "print" },
] as const;

async function open(page: Page, file: string, { width, media }: (typeof WAYS)[number]): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ media });
  await page.goto(file);
  await openFolds(page);
  await page.evaluate("document.fonts.ready.then(() => null)");
}

for (const way of WAYS) {
  test(`${way.name}: one size of each chart is to be seen and heard, no word is cut off or runs into another, all can be read`, async ({
    page,
  }) => {
    for (const file of [url, long]) {
      await open(page, file, way);
      const sizes = await shownSizes(page);
      expect(Object.keys(sizes).length).toBeGreaterThan(10);
      for (const [figure, shown] of Object.entries(sizes)) expect(shown, figure).toHaveLength(1);
      await expect(page.locator(".figure").getByRole("img")).toHaveCount(Object.keys(sizes).length);
      expect(await cutOff(page)).toEqual([]);
      const texts = await drawnTexts(page);
      const overlaps = [...Map.groupBy(texts, ({ chart }) => chart).values()].flatMap((some) =>
        some.flatMap((a, i) =>
          some
            .slice(i + 1)
            .filter((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3)
            .map((b) => `${a.chart}: ${a.says} | ${b.says}`),
        ),
      );
      expect(overlaps).toEqual([]);
      // Eight points are 10.67 CSS pixels.
      for (const { chart, letters } of texts) expect(letters, chart).toBeGreaterThanOrEqual(10.67);
    }
  });
}

test("a sheet of paper shows the sizes meant for it", async ({ page }) => {
  await open(page, url, WAYS[3]);
  const sizes = Object.entries(await shownSizes(page));
  expect(new Set(sizes.filter(([id]) => id.startsWith("dr-")).flatMap(([, shown]) => shown))).toEqual(new Set(["print"]));
  expect(new Set(sizes.filter(([id]) => id.endsWith("-rd")).flatMap(([, shown]) => shown))).toEqual(new Set(["narrow"]));
});

test("without a style the widest size of each chart shows alone, in its own colours", async ({ page }) => {
  await page.goto(url);
  await openFolds(page);
  await page.evaluate("for (const style of document.querySelectorAll('style')) style.remove()");
  for (const [figure, shown] of Object.entries(await shownSizes(page))) expect(shown, figure).toEqual(["wide"]);
  const bare = await page.evaluate(
    `[...document.querySelectorAll(".chart :is(line, path, rect, circle, text)")].filter((one) => !/#/.test(one.getAttribute("fill") + one.getAttribute("stroke"))).length`,
  );
  expect(bare).toBe(0);
});

for (const mode of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }] as const) {
  test(`words of charts stand out from the page: ${Object.values(mode)[0]}`, async ({ page }) => {
    await page.emulateMedia(mode);
    await page.goto(url);
    await openFolds(page);
    const texts = await drawnTexts(page);
    expect(texts.length).toBeGreaterThan(100);
    const faint = texts.filter(({ color, paper }) => contrast(color, paper) < 4.5).map(({ chart, says }) => `${chart}: ${says}`);
    expect(faint).toEqual([]);
  });
}

test("each chart has a finding, a sentence on how to read it, and a table with the numbers it is heard by", async ({ page }) => {
  await page.goto(url);
  await openFolds(page);
  for (const figure of await page.locator(".figure:has(.chart)").all()) {
    await expect(figure.locator(".headline")).not.toBeEmpty();
    await expect(figure.locator("figcaption .note")).toContainText("How to read it");
    expect(await figure.locator("tbody tr").count()).toBeGreaterThan(0);
  }
  const diagram = page.locator('[id="a-tag.a.ticket-rd"]');
  const table = (await diagram.locator("table").innerText()).replaceAll(/\s+/g, " ");
  const heard = await diagram.locator(".chart.wide desc").textContent();
  const numbers = heard?.match(/\d[\d,]*(?:\.\d+)?%?/g) ?? [];
  expect(numbers.length).toBeGreaterThan(40);
  expect(numbers.filter((one) => !table.includes(one))).toEqual([]);
  await expect(diagram.locator(".chart.wide circle")).toHaveCount(await diagram.locator("tbody tr").count());
  const drill = page.locator("#dr-1-time");
  const times = await drill.locator('.chart.wide text[text-anchor="end"]').allTextContents();
  const last = await drill.locator("tbody td:last-child").allTextContents();
  expect(times).toEqual(last);
});

test("on a page of very many action types a drill has one small drawing, which fits a phone as well", async ({ page }) => {
  const given = { ...GIVEN, types: 20 };
  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto(pageFile("charts-many", sampleGoverned(given), sampleBook(given)));
  await openFolds(page);
  const drills = Object.entries(await shownSizes(page)).filter(([id]) => id.startsWith("dr-"));
  expect(drills.length).toBeGreaterThan(8);
  for (const [figure, shown] of drills) expect(shown, figure).toEqual(["narrow"]);
  await expect(page.locator("#dr-0-time .chart")).toHaveCount(1);
  expect(await cutOff(page)).toEqual([]);
});
