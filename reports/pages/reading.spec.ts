import { expect, test } from "@playwright/test";
import { openFolds, overlappingText, pageSize } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { NO_MISDEEDS, watched } from "../testing/watched.ts";

const GIVEN = { cases: 1_000 };
const SECTIONS = [
  "answer",
  "change",
  "checks",
  "types",
  "ladder",
  "matrix",
  "people",
  "attempts",
  "watched",
  "left-out",
  "limits",
  "cases",
  "provenance",
  "signoff",
  "glossary",
];
const MANY = { types: 163, cases: 1_000 };
let five = "";
let many = "";

test.beforeAll(() => {
  five = pageFile("five", sampleJudgement(GIVEN), sampleBook(GIVEN));
  many = pageFile("many", sampleJudgement(MANY), sampleBook(MANY));
});

test("the first screen holds the answer for all five action types", async ({ page }) => {
  await page.goto(five);
  await expect(page).toHaveTitle("Two of five action types may move up. One must move down.");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Two of five action types may move up. One must move down.");
  const rows = page.locator(".vrow");
  await expect(rows).toHaveCount(5);
  const last = await rows.nth(4).boundingBox();
  expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(900);
});

test("the mark stands on its range and is the lighter of the two, however narrow the range", async ({ page }) => {
  await page.goto(five);
  for (const plot of await page.locator(".vrow .forest").all()) {
    const [mark, bar] = [await plot.locator("use").boundingBox(), await plot.locator(".bar").boundingBox()];
    const end = await plot.locator(".end").first().boundingBox();
    expect((mark?.y ?? 0) + (mark?.height ?? 0) / 2).toBeCloseTo((bar?.y ?? 0) + (bar?.height ?? 0) / 2, 0);
    expect(end?.height ?? 0).toBeGreaterThan(1.4 * (mark?.height ?? Infinity));
  }
});

test("the shared axis names its end at 100%, beside the gate", async ({ page }) => {
  await page.goto(five);
  for (const media of ["screen", "print"] as const) {
    await page.emulateMedia({ media });
    if (media === "print") await page.setViewportSize({ width: 680, height: 1002 });
    const end = page.locator(".vhead .axis text", { hasText: /^100%$/ });
    await expect(end).toBeVisible();
    const [label, head] = [await end.boundingBox(), await page.locator(".vhead .rng").boundingBox()];
    // It stands beyond the axis, in the room that the head of the next column leaves.
    expect((label?.x ?? Infinity) + (label?.width ?? 0)).toBeLessThan(head?.x ?? 0);
  }
  expect(await overlappingText(page)).toEqual([]);
});

for (const { name, width, colorScheme } of [
  { name: "in light", width: 1280, colorScheme: "light" },
  { name: "in dark", width: 1280, colorScheme: "dark" },
  { name: "on a phone", width: 390, colorScheme: "light" },
] as const) {
  test(`asks for nothing and complains about nothing ${name}`, async ({ page }) => {
    const seen = watched(page);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(five);
    await page.locator("#cases").scrollIntoViewIfNeeded();
    await page.locator("#case-rows a").first().click();
    await expect(page.locator("#case-body .pair")).toBeVisible();
    expect(seen).toEqual(NO_MISDEEDS);
  });
}

for (const kind of ["five", "many"] as const) {
  test(`${kind} types: a phone never scrolls sideways, with all folds open`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(kind === "five" ? five : many);
    await openFolds(page);
    expect((await pageSize(page)).width).toBe(390);
  });
}

test("a phone says that a wide table goes on sideways, and the keyboard gets there", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(five);
  for (const section of ["change", "checks"]) {
    const table = page.locator(`#${section} .scroll`).first();
    const hint = `getComputedStyle(document.querySelector("#${section} .scroll"), "::before").content`;
    expect(await page.evaluate(hint)).toContain("Scroll sideways");
    await table.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => table.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
  }
});

test("without a script every section can be read, and the list of cases says why it is not there", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(five);
  for (const id of SECTIONS) await expect(page.locator(`#${id} :is(h1, h2, h3)`).first()).toBeVisible();
  await expect(page.getByText("The list of all cases needs a script")).toBeVisible();
  await expect(page.locator(".firstread article").first()).toBeVisible();
  await expect(page.locator("#cases-browser")).toBeHidden();
  await context.close();
});

test("without a style words do not run together and charts keep their colours", async ({ page }) => {
  await page.goto(five);
  await page.evaluate("for (const style of document.querySelectorAll('style')) style.remove()");
  const row = await page.locator(".vrow").first().innerText();
  expect(row.replaceAll(/\s+/g, " ")).toContain("Promote L3 to L4");
  expect(row.replaceAll(/\s+/g, " ")).toContain("98.3% at least");
  expect(await page.locator(".vrow line").first().getAttribute("stroke")).toMatch(/^#/);
});

test("on paper page 1 holds the headline and all verdicts, and folds are open", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  // A4 less its margins, in CSS pixels.
  await page.setViewportSize({ width: 680, height: 1002 });
  await page.goto(five);
  const rows = page.locator(".vrow");
  const last = await rows.nth(4).boundingBox();
  expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(1002);
  for (const chapter of await page.locator(".fold .find").all()) await expect(chapter).toBeVisible();
  await expect(page.locator(".toc")).toBeHidden();
  await expect(page.locator("#cases-browser")).toBeHidden();
});

test("163 action types: answers by verdict first, the rest folded", async ({ page }) => {
  const seen = watched(page);
  await page.goto(many);
  await expect(page.locator(".tally li")).toHaveCount(4);
  const facts = await page.locator(".facts").boundingBox();
  expect((facts?.y ?? Infinity) + (facts?.height ?? 0)).toBeLessThanOrEqual(900);
  expect((await pageSize(page)).height).toBeLessThan(31_500);
  expect(seen).toEqual(NO_MISDEEDS);
});

test("a link into a folded chapter opens it", async ({ page }) => {
  await page.goto(five);
  await page.getByRole("link", { name: "Cancel an order" }).first().click();
  await expect(page.locator('[id="a-cancel.an.order"] .find')).toBeVisible();
});

for (const { cases, types } of [
  { cases: 0, types: 0 },
  { cases: 0, types: 5 },
  { cases: 1, types: 1 },
]) {
  test(`${cases} cases and ${types} action types make a whole page`, async ({ page }) => {
    const seen = watched(page);
    await page.goto(pageFile(`few-${cases}-${types}`, sampleJudgement({ cases, types }), sampleBook({ cases, types })));
    for (const id of SECTIONS) await expect(page.locator(`#${id}`)).toBeVisible();
    expect(seen).toEqual(NO_MISDEEDS);
  });
}
